import type { EarlierRun, Opened, RunDetail, RunList } from '@shared/rpc/protocol'
import { count, fixed } from '../charts/numbers'
import { counted, t } from '../strings/t'

/** An earlier run with all that a stage needs to show it. */
export interface ShownRun extends EarlierRun, RunDetail {}

/** A run to choose for a stage. */
export interface RunChoice {
  /** Its number; null for the present one. */
  readonly run: number | null
  readonly title: string
  /** How far it came, in short. */
  readonly facts: string
  /** What makes it another run than the one before, or why it cannot be chosen. */
  readonly note: string
  readonly comparable: boolean
}

/** What there is to choose from, newest first. */
export function runChoices({ present, changes, earlier }: RunList, opened: Opened | null): readonly RunChoice[] {
  const now = {
    run: null,
    title: t('views.runs.present', { run: present }),
    facts: '',
    note: changeNote(changes),
    comparable: true,
  }
  return [now, ...earlier.toReversed().map((run) => choiceOf(run, opened))]
}

function choiceOf(run: EarlierRun, opened: Opened | null): RunChoice {
  const reason = incomparable(run, opened)
  const loss = run.validationLoss === null ? '' : `${run.loss} ${fixed(run.validationLoss, 3)} · `
  const steps = counted('views.runs.steps', run.step, { count: count(run.step) })
  return {
    run: run.run,
    title: t('views.runs.run', { run: run.run }),
    facts: `${loss}${steps}`,
    note: reason ?? changeNote(run.changes),
    comparable: reason === null,
  }
}

/** Why a run cannot stand beside the present one, or null where it can: its pictures have the axes of its columns. */
export function incomparable({ columns }: Pick<EarlierRun, 'columns'>, opened: Opened | null): string | null {
  const now = (opened?.data.columns ?? []).map(({ name }) => name)
  if (columns.length === now.length && columns.every((name, i) => name === now[i])) return null
  return t('views.runs.incomparable', { columns: listed(columns), now: listed(now) })
}

const changeNote = (changes: readonly string[] | null): string => {
  if (changes === null) return t('views.runs.first')
  return changes.length === 0 ? t('views.runs.unchanged') : sentence(changes.join(', '))
}

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

/** Three names at most. */
const listed = (names: readonly string[]): string =>
  names.length > 3
    ? t('views.runs.andMore', { names: names.slice(0, 3).join(', '), more: names.length - 3 })
    : names.join(', ')
