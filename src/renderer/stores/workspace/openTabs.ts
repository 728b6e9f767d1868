import { computed, shallowRef } from 'vue'
import { equal } from '@shared/document/equal'
import { emptyHistory } from '@shared/document/history'
import type { DocumentState } from '@shared/document/journal'
import type { FlowDocument } from '@shared/document/schema'
import type { PutBy } from '@shared/rpc/protocol'
import { t } from '../../strings/t'
import { newTab } from '../document/names'
import { useDocumentStore } from '../documentStore'
import { useEngineStore } from '../engineStore'

/** An open document. `left` is how it was left, or null of the one on the screen. */
export interface Tab {
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

export type OpenTabs = ReturnType<typeof openTabs>

/** The tabs in the order of the strip, and which of them is shown, here and by the engine. */
export function openTabs() {
  const store = useDocumentStore()
  const engine = useEngineStore()

  const tabs = shallowRef<readonly Tab[]>([{ id: store.tab, left: null, sample: true }])
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

  /** Shows a tab that is not there yet, beside the one on the screen. */
  async function addBeside(id: string, left: DocumentState, sample: boolean): Promise<void> {
    tabs.value = tabs.value.toSpliced(place.value + 1, 0, { id, left, sample })
    change(id, left, true)
    await turnEngine()
  }

  /** Opens a tab beside the one on the screen; one that nobody has touched gives it its place. */
  async function add(left: DocumentState, sample = false): Promise<void> {
    if (!isUntouched()) return addBeside(newTab(), left, sample)
    tabs.value = tabs.value.map((tab) => (tab.id === shown.value ? { ...tab, sample } : tab))
    store.replace(left.document, left.saved !== null, left.original)
  }

  /** Nothing would be missed of the tab on the screen: neither an edit nor a step of training. */
  const isUntouched = (): boolean =>
    tabs.value[place.value]?.sample === true &&
    !store.dirty &&
    store.undoLabel === null &&
    store.redoLabel === null &&
    ((store.turning && store.anew) || (engine.status.step === 0 && !engine.running)) // until it has turned, the engine tells of another

  /** Moves a tab to a place in the strip. */
  function move(id: string, to: number): void {
    const from = tabs.value.findIndex((tab) => tab.id === id)
    const goal = Math.max(0, Math.min(tabs.value.length - 1, to))
    if (from === -1 || from === goal) return
    tabs.value = tabs.value.toSpliced(from, 1).toSpliced(goal, 0, tabs.value[from])
  }

  const stateOf = (id: string): DocumentState | null =>
    id === shown.value ? store.park() : (tabs.value.find((tab) => tab.id === id)?.left ?? null)

  return {
    tabs,
    shown,
    place,
    entries,
    turnEngine,
    change,
    show,
    showNext,
    addBeside,
    add,
    isUntouched,
    move,
    stateOf,
  }
}

/** A document as it is opened: nothing done to it yet. */
export const fresh = (document: FlowDocument): DocumentState => ({
  document,
  history: emptyHistory,
  saved: document,
  original: null,
  selected: null,
})

const isDirty = ({ saved, document }: DocumentState): boolean => saved === null || !equal(saved, document)
