import { newDocument } from '@shared/document/create'
import type { Issue } from '@shared/document/issue'
import type { FlowDocument } from '@shared/document/schema'
import { parseDocument, parseModel } from '@shared/document/validate'
import { t } from '../../strings/t'
import { issuesOf } from '../document/issues'
import { newTab } from '../document/names'
import { readStack } from '../document/reading'
import { useDocumentStore } from '../documentStore'
import { useEngineStore } from '../engineStore'
import type { ClosedTabs } from './closedTabs'
import { fresh, type OpenTabs } from './openTabs'

/** Whence documents come into tabs: new ones, files, examples, models, copies and runs of the library. */
export function openings(
  { tabs, shown, entries, show, add, addBeside, isUntouched, stateOf }: OpenTabs,
  { close }: ClosedTabs,
) {
  const store = useDocumentStore()
  const engine = useEngineStore()

  const createNew = (): Promise<void> => add(fresh(newDocument(freeName())), true)

  /** "Untitled", by a number where another tab is called so; one that gives up its place has its name to give too. */
  function freeName(): string {
    const stay = entries.value.filter((entry) => !(entry.shown && isUntouched()))
    const taken = new Set(stay.map(({ name }) => name))
    let name: string = t('panels.untitled')
    for (let n = 2; taken.has(name); n++) name = t('panels.untitledNumber', { n })
    return name
  }

  /** Opens a document's text. Answers what is wrong with it; empty when it is open, or was already. */
  async function open(text: string): Promise<readonly Issue[]> {
    const outcome = readStack(text)
    if (!outcome.ok) return outcome.issues
    const same = tabs.value.find(({ left }) => (left ?? store).original === text)
    if (same) {
      await show(same.id)
      return []
    }
    await add({ ...fresh(outcome.value), original: text })
    await engine.host('remember', { name: outcome.value.name || t('panels.untitled'), text })
    return []
  }

  /** Opens a document that is nobody's work in a tab beside the one on the screen, which stays. Answers the tab. */
  async function openBeside(document: FlowDocument): Promise<string> {
    const id = newTab()
    await addBeside(id, fresh(document), false)
    return id
  }

  /** Opens an example: like `open`, but not among the recent documents, for it is no work of the user's. */
  async function openExample(text: string, sample = false): Promise<readonly Issue[]> {
    const outcome = parseDocument(text)
    if (!outcome.ok) return outcome.issues
    await add(fresh(outcome.value), sample)
    return []
  }

  /** Opens a model: its document here, its parameters in the engine. Answers what is wrong with it. */
  async function openModel(text: string): Promise<readonly Issue[]> {
    const outcome = parseModel(text)
    if (!outcome.ok) return outcome.issues
    const { document } = outcome.value
    const [before, kept] = [shown.value, isUntouched() ? store.park() : null]
    store.turning = true // nothing but the model is to be sent
    try {
      await add(fresh(document))
      store.turning = true
      await engine.openModel(outcome.value)
      store.anew = false
      return []
    } catch (error) {
      if (kept) store.replace(kept.document, kept.saved !== null, kept.original)
      else {
        await close(shown.value, false)
        await show(before)
      }
      return issuesOf(error)
    } finally {
      store.turning = false
    }
  }

  /** Shows a document in a tab that the host has something to go on with. */
  const takeUp = (id: string, document: FlowDocument): Promise<void> =>
    addBeside(id, { ...fresh(document), saved: null }, false)

  /** A tab of its own for the same document, without its run. */
  async function duplicate(id: string): Promise<void> {
    const left = stateOf(id)
    if (!left) return
    const document = {
      ...left.document,
      name: t('shell.copyOf', { name: left.document.name || t('panels.untitled') }).slice(0, 256),
    }
    await add({ ...fresh(document), saved: null })
  }

  return { createNew, open, openBeside, openExample, openModel, takeUp, duplicate }
}
