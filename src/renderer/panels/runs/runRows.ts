import { changeWords } from '@shared/document/changeWords'
import type { FlowDocument } from '@shared/document/schema'
import type { KeptRun, QueueEntry, RunQueue } from '@shared/rpc/protocol'
import { t } from '../../strings/t'

/** A run as the table shows it. */
export interface RunRow {
  readonly run: KeptRun
  /** Of a run of the queue, where it is and how far it has come. */
  readonly queued: QueueEntry | null
  readonly step: number
  /** Settings that differ from the baseline's; null without a baseline, and of the baseline itself. */
  readonly changes: readonly string[] | null
  /** What the sweep that it is of gave it; null of any other run. */
  readonly choice: readonly string[] | null
  /** Best validation loss, and what it has more than the baseline's. */
  readonly best: number | null
  readonly delta: number | null
}

export const columns = [
  'name',
  'state',
  'changes',
  'best',
  'delta',
  'test',
  'steps',
  'seconds',
  'seed',
  'began',
] as const
export type Column = (typeof columns)[number]

export interface Sorting {
  readonly by: Column
  readonly descending: boolean
}

export function rowsOf(
  runs: readonly KeptRun[],
  queue: RunQueue,
  baseline: KeptRun | null,
  choices: ReadonlyMap<string, readonly string[]> = new Map(),
): readonly RunRow[] {
  const places = new Map(queue.entries.map((entry) => [entry.run, entry]))
  return runs.map((run) => {
    const queued = places.get(run.id) ?? null
    const best = queued?.best ?? run.best
    const differs = baseline !== null && baseline.id !== run.id
    return {
      run,
      queued,
      step: Math.max(run.step, queued?.step ?? 0),
      changes: differs ? changes(baseline.outline, run.outline) : null,
      choice: choices.get(run.id) ?? null,
      best,
      delta: differs && best !== null && baseline.best !== null ? best - baseline.best : null,
    }
  })
}

/** By document and baseline: a table is written anew for each step of news, its documents stay what they are. */
const known = new WeakMap<FlowDocument, WeakMap<FlowDocument, readonly string[]>>()

function changes(before: FlowDocument, after: FlowDocument): readonly string[] {
  const ofBefore = known.get(before) ?? new WeakMap<FlowDocument, readonly string[]>()
  known.set(before, ofBefore)
  const words = ofBefore.get(after) ?? changeWords(before, after)
  ofBefore.set(after, words)
  return words
}

/** Rows whose name, document, state or changes have all words that are looked for. */
export function filtered(rows: readonly RunRow[], text: string, stateWord: (row: RunRow) => string): readonly RunRow[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  if (words.length === 0) return rows
  return rows.filter((row) => {
    const { run, changes: changed, choice } = row
    const all = [
      run.name,
      run.outline.name,
      stateWord(row),
      `${t('training.seed')} ${run.outline.training.seed}`,
      ...(changed ?? []),
      ...(choice ?? []),
    ]
    const said = all.join(' ').toLowerCase()
    return words.every((word) => said.includes(word))
  })
}

/** Pinned rows first; what has no value last, whichever way. */
export function sorted(rows: readonly RunRow[], { by, descending }: Sorting): readonly RunRow[] {
  const way = descending ? -1 : 1
  return [...rows].sort((a, b) => {
    if (a.run.pinned !== b.run.pinned) return a.run.pinned ? -1 : 1
    const [left, right] = [keyOf(a, by), keyOf(b, by)]
    if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1
    return way * (typeof left === 'string' ? left.localeCompare(String(right)) : left - Number(right))
  })
}

function keyOf({ run, step, changes: changed, choice, best, delta }: RunRow, by: Column): string | number | null {
  switch (by) {
    case 'name':
      return run.name
    case 'state':
      return run.state
    case 'changes':
      return (changed ?? choice)?.join(', ') ?? null
    case 'best':
      return best
    case 'delta':
      return delta
    case 'test':
      return run.testNll
    case 'steps':
      return step
    case 'seconds':
      return run.seconds
    case 'seed':
      return run.outline.training.seed
    case 'began':
      return run.began
  }
}

/** What a press on a row makes of the choice: it alone, one more or less, or all up to it. */
export function chosenAfter(
  before: readonly string[],
  rows: readonly string[],
  pressed: string,
  { more, upTo }: { readonly more: boolean; readonly upTo: boolean },
): readonly string[] {
  if (upTo && before.length > 0) {
    const [from, to] = [rows.indexOf(before[before.length - 1]), rows.indexOf(pressed)]
    if (from >= 0 && to >= 0) {
      const between = rows.slice(Math.min(from, to), Math.max(from, to) + 1)
      const inOrder = from <= to ? between : [...between].reverse()
      return [...before.filter((id) => !between.includes(id)), ...inOrder]
    }
  }
  if (more) return before.includes(pressed) ? before.filter((id) => id !== pressed) : [...before, pressed]
  return [pressed]
}
