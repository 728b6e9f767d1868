import { computed, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import { nodeWithId, sourceOf } from '@shared/document/chain'
import { newDocument } from '@shared/document/create'
import { equal } from '@shared/document/equal'
import { diffDocuments } from '@shared/document/diff'
import { emptyHistory, record, redo as redone, seal, undo as undone } from '@shared/document/history'
import type { Step } from '@shared/document/history'
import type { Issue } from '@shared/document/issue'
import { writeState, type Deed, type DocumentState } from '@shared/document/journal'
import type { FlowDocument } from '@shared/document/schema'
import { serialise as writeDocument } from '@shared/document/serialise'
import { sameTraining } from '@shared/document/trained'
import { checkDocument } from '@shared/document/validate'
import { withoutRepeats } from './document/issues'
import { createKeeper } from './document/keeper'
import { newTab, pageId } from './document/names'
import { createSelection } from './document/selection'
import { useEngineStore } from './engineStore'

export interface EditOptions {
  /** Edits in a row under one mark are one step of undo: a slider's drag, a name being typed. */
  readonly mark?: string
}

/**
 * The document on the screen, its undo history and its safety: every change is kept outside the user's files within a
 * second. It is that of one tab; `workspaceStore` has those of the others.
 */
export const useDocumentStore = defineStore('document', () => {
  const engine = useEngineStore()

  /** The tab that is shown. */
  const tab = shallowRef<string>(newTab())
  const document = shallowRef<FlowDocument>(newDocument())
  const history = shallowRef(emptyHistory)
  /** The document as it can be had again: from the user's file or from an example. Null when it is nowhere else. */
  const saved = shallowRef<FlowDocument | null>(null)
  /** The very text that was opened or saved last. */
  const original = shallowRef<string | null>(null)
  /** The document that the engine last refused; null once it took another. */
  const refused = shallowRef<FlowDocument | null>(null)
  /** Set once the work of the last session is back; nothing is sent to the engine before. */
  const ready = shallowRef(false)
  const { selectedNode, selectedNodes, select, selectTo, selectAll, toggle } = createSelection(document)
  /** Set while the engine has not been given this document, which took another's place: its runs are not of this one. */
  const anew = shallowRef(true)
  /** Set while the newest change of this document was a step of undo or redo: what it had learnt is to be found again. */
  const returned = shallowRef(false)
  /** Set while the engine is brought to the tab that is shown: until then nothing is sent to it. */
  const turning = shallowRef(false)

  const keeper = createKeeper({
    state: (of, state) => engine.host('keepDocument', { page: pageId, tab: of, state }),
    deeds: (of, deeds) => engine.host('keepDeeds', { page: pageId, tab: of, deeds }),
  })

  const undoLabel = computed(() => history.value.past.at(-1)?.label ?? null)
  const redoLabel = computed(() => history.value.future.at(0)?.label ?? null)
  const dirty = computed(() => saved.value === null || !equal(saved.value, document.value))

  /** Columns of the data, once the engine has loaded the very data that the document names. */
  const dims = computed(() =>
    engine.held !== null && equal(engine.held.data, document.value.data) ? engine.opened?.dims : undefined,
  )
  const faults = computed(() => checkDocument(document.value, dims.value))
  /** The same list as long as it says the same: all that is drawn of the stack hangs on it. */
  const issues = computed<readonly Issue[]>((before) => {
    const now = withoutRepeats([...faults.value, ...engineIssues.value])
    return before !== undefined && equal(before, now) ? before : now
  })
  /** True while the document cannot be compiled: by its faults here, or because the engine has said so. */
  const broken = computed(
    () =>
      faults.value.some((issue) => issue.severity === 'error') ||
      (refused.value !== null && sameTraining(refused.value, document.value)),
  )
  const failure = computed(() => (engine.status.state.kind === 'failed' ? engine.status.state.issue : null))
  /** What the engine found wrong with the document it holds or was last given. */
  const engineIssues = computed<readonly Issue[]>(() => {
    const judged = refused.value ?? engine.held
    if (judged === null || !sameTraining(judged, document.value)) return []
    const failed = failure.value === null ? [] : [failure.value]
    const ofTheHeld = refused.value === null ? [...failed, ...engine.solvers, ...(engine.opened?.warnings ?? [])] : []
    // the engine speaks of every repeat of a group, the document has the blocks once
    return [...ofTheHeld, ...(engine.notice?.issues ?? [])]
      .map((issue) => (issue.node === null ? issue : { ...issue, node: sourceOf(document.value, issue.node) }))
      .filter((issue) => issue.node === null || nodeWithId(document.value, issue.node) !== undefined)
  })

  function commit(next: FlowDocument): void {
    document.value = next
    if (!nodeWithId(next, selectedNode.value)) select(null)
  }

  /** All of it as it is now, for a tab that is left, and for the disk. */
  const state = (): DocumentState => ({
    document: document.value,
    history: history.value,
    saved: saved.value,
    original: original.value,
    selected: selectedNode.value,
  })
  const writeNow = (): string => writeState(state())
  const note = (deed: Deed): void => {
    if (ready.value) keeper.note(tab.value, deed, writeNow)
  }

  /** One named step: `change` returns the next document and leaves the last as it is. */
  function edit(label: string, change: (document: FlowDocument) => FlowDocument, { mark }: EditOptions = {}): void {
    const before = document.value
    const after = change(before)
    if (after === before) return
    history.value = record(history.value, before, after, label, mark)
    returned.value = false
    commit(after)
    note({ deed: 'edit', label, mark: mark ?? null, diff: diffDocuments(before, after) })
  }

  /** Ends a gesture, so that the next edit under the same mark is a step of its own. */
  function endGesture(): void {
    const sealed = seal(history.value)
    if (sealed === history.value) return
    history.value = sealed
    note({ deed: 'seal' })
  }

  /** So many steps forward, or back where negative, as one change; answers the last one's name, or null when there was none. */
  function travel(steps: number): string | null {
    const [next, deed] = steps < 0 ? ([undone, 'undo'] as const) : ([redone, 'redo'] as const)
    let at: Pick<Step, 'history' | 'document'> = { history: history.value, document: document.value }
    let label: string | null = null
    for (let left = Math.abs(steps); left > 0; left--) {
      const step = next(at.history, at.document)
      if (step === null) break
      at = step
      label = step.label
      note({ deed })
    }
    if (label === null) return null
    history.value = at.history
    returned.value = true
    commit(at.document)
    return label
  }

  /** One step back; answers its name, or null when there was none. */
  const undo = (): string | null => travel(-1)
  const redo = (): string | null => travel(1)

  const serialise = (): string => writeDocument(document.value)

  /**
   * Makes `next` the document of this tab. `elsewhere`: it can be had again from a file or an example, and is no edit of
   * the one before; `text`: as it is written there.
   */
  function replace(next: FlowDocument, elsewhere: boolean, text: string | null = null): void {
    history.value = emptyHistory
    saved.value = elsewhere ? next : null
    original.value = text
    anew.value = elsewhere
    returned.value = false
    select(null)
    commit(next)
    if (ready.value) keepWhole()
  }

  /** Takes down what waits to be kept of this tab, which is about to be left; answers all of it. */
  function park(): DocumentState {
    keeper.settle(tab.value)
    return state()
  }

  /** Shows a tab's document as it was left. `isNew`: nothing of it is on the disk yet. */
  function takeUp(next: string, left: DocumentState, isNew = false): void {
    tab.value = next
    history.value = left.history
    saved.value = left.saved
    original.value = left.original
    refused.value = null
    anew.value = true
    returned.value = left.history.future.length > 0
    select(left.selected)
    commit(left.document)
    if (isNew && ready.value) keepWhole()
  }

  /** It was written to a file, as this text. */
  function markSaved(text: string): void {
    saved.value = document.value
    original.value = text
    note({ deed: 'saved', original: text })
  }

  /** The text of a save: what is in the file already, byte by byte, where nothing was edited. */
  const textToSave = (): string =>
    original.value !== null && saved.value !== null && equal(saved.value, document.value) ? original.value : serialise()

  /** Keeps all of it, of a tab that is nowhere on the disk yet. */
  const keepWhole = (): void => {
    keeper.whole(tab.value, writeNow)
  }

  return {
    tab,
    keepWhole,
    turning,
    original,
    document,
    history,
    saved,
    selectedNode,
    selectedNodes,
    select,
    selectTo,
    selectAll,
    toggle,
    refused,
    ready,
    anew,
    returned,
    dims,
    issues,
    broken,
    dirty,
    undoLabel,
    redoLabel,
    /** When the newest change was kept, in milliseconds since 1970; null before the first. */
    autosavedAt: keeper.savedAt,
    /** Why the newest change could not be kept, in words; null when all is well. */
    autosaveFailure: keeper.failure,
    edit,
    endGesture,
    undo,
    redo,
    travel,
    serialise,
    replace,
    park,
    takeUp,
    textToSave,
    markSaved,
    /** Writes what waits to be kept at once. */
    flush: keeper.flush,
  }
})
