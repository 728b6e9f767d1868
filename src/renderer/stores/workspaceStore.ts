import { computed, shallowRef, watch } from 'vue'
import { defineStore } from 'pinia'
import { newDocument } from '@shared/document/create'
import { equal } from '@shared/document/equal'
import { emptyHistory } from '@shared/document/history'
import type { Issue } from '@shared/document/issue'
import { readState, type DocumentState } from '@shared/document/journal'
import type { FlowDocument } from '@shared/document/schema'
import { parseDocument, parseModel } from '@shared/document/validate'
import type { PutBy } from '@shared/rpc/protocol'
import { issuesOf } from './document/issues'
import { newTab, pageId } from './document/names'
import { notice } from './run/notice'
import { t } from '../strings/t'
import { readStack } from './document/reading'
import { useDocumentStore } from './documentStore'
import { useEngineStore } from './engineStore'
import { MOST_CLOSED, readTabList, writeTabList } from './workspace/tabList'
import { said } from '../strings/said'

/** An open document. `left` is how it was left, or null of the one on the screen. */
interface Tab {
  readonly id: string
  readonly left: DocumentState | null
  /** Whether it was opened by itself and never touched, so that the next document may take its place. */
  readonly sample: boolean
}

/** A tab as the strip shows it. */
export interface TabEntry {
  readonly id: string
  readonly name: string
  readonly dirty: boolean
  readonly shown: boolean
  /** What its run does out of sight; null of the tab that is shown and of one without a run. */
  readonly run: PutBy | null
}

/** Milliseconds between two offers of a version. */
const VERSION_OFFER_MS = 60_000

/**
 * The open documents, of which `documentStore` has the one on the screen. Each keeps its history, selection and run while
 * another is shown, closing asks nothing because a closed tab can be opened again, and all of them come back next time.
 */
export const useWorkspaceStore = defineStore('workspace', () => {
  const store = useDocumentStore()
  const engine = useEngineStore()

  const tabs = shallowRef<readonly Tab[]>([{ id: store.tab, left: null, sample: true }])
  /** Newest last. */
  const closed = shallowRef<readonly { readonly id: string; readonly place: number; readonly left: DocumentState }[]>(
    [],
  )

  /** When a version of each tab was last offered to the host, which keeps those that are apart enough. */
  const offered = new Map<string, number>()

  const shown = computed(() => store.tab)
  const place = computed(() => tabs.value.findIndex(({ id }) => id === shown.value))
  const entries = computed<readonly TabEntry[]>(() =>
    tabs.value.map(({ id, left }) => ({
      id,
      name: (left?.document ?? store.document).name || t('panels.untitled'),
      dirty: left ? isDirty(left) : store.dirty,
      shown: id === shown.value,
      run: engine.putBy.tabs.find(({ tab, state }) => tab === id && state !== 'empty' && state !== 'ready') ?? null,
    })),
  )

  /** Brings the engine to the tab on the screen. */
  async function turnEngine(): Promise<void> {
    const id = store.tab
    store.turning = true
    const there = await engine.turnTo(id)
    if (store.tab !== id) return // another was shown meanwhile, and sees to it
    // What the engine held of this tab is the run of this document: later edits are edits of it.
    if (there && engine.held !== null) store.anew = false
    store.turning = false
  }

  /** Puts the tab on the screen by, in favour of another. */
  function change(id: string, left: DocumentState, isNew: boolean): void {
    const before = store.park()
    tabs.value = tabs.value.map((tab) =>
      tab.id === store.tab ? { ...tab, left: before } : tab.id === id ? { ...tab, left: null } : tab,
    )
    store.turning = true
    store.takeUp(id, left, isNew)
  }

  async function show(id: string): Promise<void> {
    const left = tabs.value.find((tab) => tab.id === id)?.left
    if (!left) return
    change(id, left, false)
    await turnEngine()
  }

  /** Shows the tab so many places on, around the end. */
  const showNext = (by: 1 | -1): Promise<void> =>
    show(tabs.value[(place.value + by + tabs.value.length) % tabs.value.length].id)

  /** Opens a tab beside the one on the screen; one that nobody has touched gives it its place. */
  async function add(left: DocumentState, sample = false): Promise<void> {
    if (isUntouched()) {
      tabs.value = tabs.value.map((tab) => (tab.id === shown.value ? { ...tab, sample } : tab))
      store.replace(left.document, left.saved !== null, left.original)
      return
    }
    const id = newTab()
    tabs.value = tabs.value.toSpliced(place.value + 1, 0, { id, left, sample })
    change(id, left, true)
    await turnEngine()
  }

  /** Nothing would be missed of the tab on the screen: neither an edit nor a step of training. */
  const isUntouched = (): boolean =>
    tabs.value[place.value]?.sample === true &&
    !store.dirty &&
    store.undoLabel === null &&
    store.redoLabel === null &&
    ((store.turning && store.anew) || (engine.status.step === 0 && !engine.running)) // until it has turned, the engine tells of another

  /** Shows a document in a tab that the host has something to go on with. */
  async function takeUp(id: string, document: FlowDocument): Promise<void> {
    tabs.value = tabs.value.toSpliced(place.value + 1, 0, { id, left: fresh(document), sample: false })
    change(id, { ...fresh(document), saved: null }, true)
    await turnEngine()
  }

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
    tabs.value = tabs.value.toSpliced(place.value + 1, 0, { id, left: fresh(document), sample: false })
    change(id, fresh(document), true)
    await turnEngine()
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

  /** Closes a tab, asking nothing. The last one makes room for an empty document. */
  async function close(id: string, again = true): Promise<void> {
    const at = tabs.value.findIndex((tab) => tab.id === id)
    const left = stateOf(id)
    if (!left) return
    if (tabs.value.length === 1) {
      const next = newTab()
      tabs.value = [...tabs.value, { id: next, left: fresh(newDocument()), sample: true }]
      change(next, fresh(newDocument()), true)
    } else if (id === shown.value) {
      const next = tabs.value[at + 1] ?? tabs.value[at - 1]
      if (next.left) change(next.id, next.left, false)
    }
    tabs.value = tabs.value.filter((tab) => tab.id !== id)
    if (again) closed.value = [...closed.value, { id, place: at, left }].slice(-MOST_CLOSED)
    if (store.turning) await turnEngine()
    void engine.letGo(id)
    void store.flush().then(retain)
  }

  /** Opens the tab that was closed last. Answers its name, or null when none was. */
  async function reopen(): Promise<string | null> {
    const last = closed.value.at(-1)
    if (!last) return null
    closed.value = closed.value.slice(0, -1)
    tabs.value = tabs.value.toSpliced(Math.min(last.place, tabs.value.length), 0, { ...last, sample: false })
    await show(last.id)
    return last.left.document.name
  }

  /** Moves a tab to a place in the strip. */
  function move(id: string, to: number): void {
    const from = tabs.value.findIndex((tab) => tab.id === id)
    const goal = Math.max(0, Math.min(tabs.value.length - 1, to))
    if (from === -1 || from === goal) return
    tabs.value = tabs.value.toSpliced(from, 1).toSpliced(goal, 0, tabs.value[from])
  }

  const stateOf = (id: string): DocumentState | null =>
    id === shown.value ? store.park() : (tabs.value.find((tab) => tab.id === id)?.left ?? null)

  /** Brings back what was open when the last session ended. Answers what could not be, in sentences; null if nothing was kept. */
  async function restore(text: string | null): Promise<readonly string[] | null> {
    const list = readTabList(text)
    if (!list || list.tabs.length === 0) return null
    const faults: string[] = []
    const read = async (id: string): Promise<DocumentState | null> => {
      const kept = await engine.host('readDocument', { tab: id })
      const outcome = kept && readState(kept.state, kept.deeds)
      if (outcome?.ok) return outcome.value
      faults.push(outcome ? t('shell.tabNotBack', { why: said(outcome.issues[0].message) }) : t('shell.tabNotKept'))
      return null
    }
    const found: Tab[] = []
    for (const { id, sample } of list.tabs) {
      const left = await read(id)
      if (left) found.push({ id, left, sample })
    }
    const gone: { id: string; place: number; left: DocumentState }[] = []
    for (const entry of list.closed) {
      const left = await read(entry.id).catch(() => null)
      if (left) gone.push({ ...entry, left })
    }
    const first = found.find(({ id }) => id === list.shown) ?? found.at(0)
    if (!first?.left) return faults
    closed.value = gone
    tabs.value = found.map((tab) => (tab === first ? { ...tab, left: null } : tab))
    store.takeUp(first.id, first.left)
    await turnEngine()
    return faults
  }

  /** What is kept of tabs that are neither open nor can be opened again is given up. */
  async function retain(): Promise<void> {
    const ids = [...tabs.value, ...closed.value].map(({ id }) => id)
    await engine.host('retainTabs', { page: pageId, tabs: ids }).catch(() => undefined) // it takes room, no more
  }

  /** Keeps the list from now on. */
  function keep(): void {
    watch(
      [tabs, shown, closed],
      () => {
        const text = writeTabList({
          tabs: tabs.value.map(({ id, sample }) => ({ id, sample })),
          shown: shown.value,
          closed: closed.value.map(({ id, place: at }) => ({ id, place: at })),
        })
        void engine.host('keepTabs', { page: pageId, text }).catch(() => undefined) // the next change tries again
      },
      { immediate: true },
    )
    watch(
      () => store.autosavedAt,
      (at) => {
        if (at === null || at - (offered.get(store.tab) ?? -Infinity) < VERSION_OFFER_MS) return
        if (tabs.value[place.value].sample) return // the next document may take its place, and has versions of its own
        offered.set(store.tab, at)
        // one that is not kept is offered again
        void engine.host('keepVersion', { tab: store.tab, text: store.serialise() }).catch(() => undefined)
      },
    )
    watch(
      () => engine.putBy.givenUp,
      (now, before) => {
        const names = now
          .filter((id) => !before.includes(id))
          .flatMap((id) => tabs.value.find((tab) => tab.id === id)?.left?.document.name ?? [])
        if (names.length > 0) engine.notice = notice('info', t('tabs.givenUp', { names: names.join(', ') }))
      },
    )
    watch(
      () => store.document,
      (document, before) => {
        const tab = tabs.value[place.value] as Tab | undefined
        if (tab?.sample === true && store.dirty && document !== before)
          tabs.value = tabs.value.map((other) => (other === tab ? { ...tab, sample: false } : other))
      },
    )
  }

  return {
    tabs: entries,
    shown,
    closed,
    show,
    showNext,
    createNew,
    open,
    openBeside,
    openExample,
    openModel,
    takeUp,
    duplicate,
    close,
    reopen,
    move,
    restore,
    keep,
    turnEngine,
    /** Documents of the other tabs, to hold one against. */
    stateOf,
  }
})

/** A document as it is opened: nothing done to it yet. */
const fresh = (document: FlowDocument): DocumentState => ({
  document,
  history: emptyHistory,
  saved: document,
  original: null,
  selected: null,
})

const isDirty = ({ saved, document }: DocumentState): boolean => saved === null || !equal(saved, document)
