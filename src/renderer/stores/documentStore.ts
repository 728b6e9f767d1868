import { computed, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import { chainOf, nodeWithId, sourceOf } from '@shared/document/chain'
import { newDocument } from '@shared/document/create'
import { equal } from '@shared/document/equal'
import { emptyHistory, record, redo as redone, seal, undo as undone } from '@shared/document/history'
import type { Step } from '@shared/document/history'
import type { Issue, Outcome } from '@shared/document/issue'
import type { FlowDocument } from '@shared/document/schema'
import { serialise as writeDocument } from '@shared/document/serialise'
import { checkDocument, parseDocument, parseModel } from '@shared/document/validate'
import { createAutosave } from './document/autosave'
import { issuesOf, withoutRepeats } from './document/issues'
import { createSelection } from './document/selection'
import { useEngineStore } from './engineStore'

export interface EditOptions {
  /** Edits in a row under one mark are one step of undo: a slider's drag, a name being typed. */
  readonly mark?: string
}

/**
 * The document being edited, its undo history and its safety: every change is kept outside the user's files within a
 * second, and nothing that was not saved is ever replaced without being put among the recent documents first.
 */
export const useDocumentStore = defineStore('document', () => {
  const engine = useEngineStore()

  const document = shallowRef<FlowDocument>(newDocument())
  const history = shallowRef(emptyHistory)
  /** The document as it can be had again: from the user's file or from an example. Null when it is nowhere else. */
  const saved = shallowRef<FlowDocument | null>(null)
  /** The document that the engine last refused; null once it took another. */
  const refused = shallowRef<FlowDocument | null>(null)
  /** Set once the work of the last session is back; nothing is sent to the engine before. */
  const ready = shallowRef(false)
  const { selectedNode, selectedNodes, select, selectTo, selectAll, toggle } = createSelection(document)
  /** Set while the engine has not been given this document, which took another's place: its runs are not of this one. */
  const anew = shallowRef(true)

  const autosave = createAutosave((text) => engine.host('autosave', { text }))

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
    autosave.later(() => writeDocument(next))
  }

  /** One named step: `change` returns the next document and leaves the last as it is. */
  function edit(label: string, change: (document: FlowDocument) => FlowDocument, { mark }: EditOptions = {}): void {
    const before = document.value
    const after = change(before)
    if (after === before) return
    history.value = record(history.value, before, after, label, mark)
    commit(after)
  }

  /** Ends a gesture, so that the next edit under the same mark is a step of its own. */
  function endGesture(): void {
    history.value = seal(history.value)
  }

  function take(step: Step | null): string | null {
    if (step === null) return null
    history.value = step.history
    commit(step.document)
    return step.label
  }

  /** One step back; answers its name, or null when there was none. */
  const undo = (): string | null => take(undone(history.value, document.value))
  const redo = (): string | null => take(redone(history.value, document.value))

  const serialise = (): string => writeDocument(document.value)

  /** Puts unsaved work among the recent documents, before something takes its place. */
  async function keepWork(): Promise<void> {
    if (!ready.value || !dirty.value) return
    await engine.host('remember', { name: document.value.name || 'Untitled', text: serialise() })
  }

  /**
   * Makes `next` the document on the screen. `elsewhere`: it can be had again from a file or an example, and is no edit of
   * the one before.
   */
  function replace(next: FlowDocument, elsewhere: boolean): void {
    history.value = emptyHistory
    saved.value = elsewhere ? next : null
    anew.value = elsewhere
    select(null)
    commit(next)
  }

  /** Opens a document's text. The work before it is kept first. Answers what is wrong with the text; empty when opened. */
  async function open(text: string): Promise<readonly Issue[]> {
    const outcome = readStack(text)
    if (!outcome.ok) return outcome.issues
    await keepWork()
    replace(outcome.value, true)
    await engine.host('remember', { name: outcome.value.name || 'Untitled', text: serialise() })
    return []
  }

  /** Opens an example: like `open`, but not among the recent documents, for it is no work of the user's. */
  async function openExample(text: string): Promise<readonly Issue[]> {
    const outcome = parseDocument(text)
    if (!outcome.ok) return outcome.issues
    await keepWork()
    replace(outcome.value, true)
    return []
  }

  /** Brings back what the autosave kept, which nothing else may hold. Answers what is wrong with it. */
  function recover(text: string): readonly Issue[] {
    const outcome = parseDocument(text)
    if (!outcome.ok) return outcome.issues
    replace(outcome.value, false)
    return []
  }

  async function createNew(): Promise<void> {
    await keepWork()
    replace(newDocument(), true)
  }

  /** Opens a model: its document here, its parameters in the engine. Answers what is wrong with it. */
  async function openModel(text: string): Promise<readonly Issue[]> {
    const outcome = parseModel(text)
    if (!outcome.ok) return outcome.issues
    try {
      await keepWork()
      await engine.openModel(outcome.value)
    } catch (error) {
      return issuesOf(error)
    }
    refused.value = null
    replace(outcome.value.document, true)
    anew.value = false // the engine has it already
    return []
  }

  const markSaved = (): void => {
    saved.value = document.value
  }

  return {
    document,
    selectedNode,
    selectedNodes,
    select,
    selectTo,
    selectAll,
    toggle,
    refused,
    ready,
    anew,
    dims,
    issues,
    broken,
    dirty,
    undoLabel,
    redoLabel,
    /** When the newest change was kept, in milliseconds since 1970; null before the first. */
    autosavedAt: autosave.savedAt,
    /** Why the newest change could not be kept, in words; null when all is well. */
    autosaveFailure: autosave.failure,
    edit,
    endGesture,
    undo,
    redo,
    serialise,
    replace,
    open,
    openExample,
    recover,
    openModel,
    createNew,
    markSaved,
    /** Writes what waits to be autosaved at once. */
    flush: autosave.flush,
  }
})

/**
 * A document that the editor can show. Faults at blocks are opened, to be mended there; a graph that is no chain from z to
 * x has no place on the canvas and is refused with what breaks it.
 */
function readStack(text: string): Outcome<FlowDocument> {
  const outcome = parseDocument(text)
  if (!outcome.ok || chainOf(outcome.value.graph) !== null) return outcome
  return { ok: false, issues: checkDocument(outcome.value).filter((issue) => issue.severity === 'error') }
}

/**
 * Whether two documents train alike: they may differ in their names, and in how the same blocks are grouped. What was
 * learnt then belongs to both.
 */
export const sameTraining = (a: FlowDocument, b: FlowDocument): boolean => a === b || equal(trainedOf(a), trainedOf(b))

/** All of a document that training depends on. */
function trainedOf(document: FlowDocument) {
  const { base, bijectors } = chainOf(document.graph) ?? {}
  return { ...document, name: '', graph: bijectors ? { base, bijectors } : document.graph }
}
