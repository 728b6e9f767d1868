import type { DocumentDiff } from './diff'
import { applyDiff, diffDocuments, isEmpty, reverseDiff, squash } from './diff'
import type { FlowDocument } from './schema'

/** One step of undo, with the name that the Undo button shows. */
export interface HistoryEntry {
  readonly label: string
  /** Edits in a row under the same mark are one step, e.g. all of a slider's drag. null joins nothing. */
  readonly mark: string | null
  readonly diff: DocumentDiff
}

/** Undo and redo of one document. Plain data; the functions below return the next history and leave the last alone. */
export interface History {
  /** Oldest first. */
  readonly past: readonly HistoryEntry[]
  /** What was undone, next to redo first. */
  readonly future: readonly HistoryEntry[]
}

/** A step through the history and the document that it leads to. */
export interface Step {
  readonly history: History
  readonly document: FlowDocument
  readonly label: string
}

const limit = 1000

export const emptyHistory: History = { past: [], future: [] }

/**
 * Notes that an edit took `before` to `after`. With the last step's mark it becomes part of that step; a step that ends
 * where it began vanishes. Whatever could be redone is forgotten.
 */
export function record(
  history: History,
  before: FlowDocument,
  after: FlowDocument,
  label: string,
  mark: string | null = null,
): History {
  const diff = diffDocuments(before, after)
  if (isEmpty(diff)) return history
  const last = history.past.at(-1)
  const joins = last !== undefined && mark !== null && last.mark === mark && history.future.length === 0
  const entry = joins ? { ...last, diff: squash(last.diff, diff) } : { label, mark, diff }
  const past = joins ? history.past.slice(0, -1) : history.past
  return { past: isEmpty(entry.diff) ? past : [...past, entry].slice(-limit), future: [] }
}

/** Ends a gesture: the next edit begins a step of its own even under the same mark. */
export function seal(history: History): History {
  const last = history.past.at(-1)
  return last?.mark == null ? history : { ...history, past: [...history.past.slice(0, -1), { ...last, mark: null }] }
}

/** One step back; null when there is none. */
export function undo(history: History, document: FlowDocument): Step | null {
  const entry = history.past.at(-1)
  if (!entry) return null
  return {
    history: { past: history.past.slice(0, -1), future: [{ ...entry, mark: null }, ...history.future] },
    document: applyDiff(document, reverseDiff(entry.diff)),
    label: entry.label,
  }
}

/** One step forward again; null when nothing was undone. */
export function redo(history: History, document: FlowDocument): Step | null {
  const [entry, ...future] = history.future
  if (!entry) return null
  return {
    history: { past: [...history.past, entry], future },
    document: applyDiff(document, entry.diff),
    label: entry.label,
  }
}
