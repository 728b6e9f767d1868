import type { SettingRow } from '@shared/document/settingsTable'
import type { KeptRun } from '@shared/rpc/protocol'
import { count, fixed } from '../../charts/numbers'
import { t } from '../../strings/t'
import { quoted } from '../../views/export/csv'
import { secondsOf, testOf } from './runWords'

/** What runs that are compared came to. */
export const RESULTS = ['best', 'last', 'test', 'steps', 'seconds', 'seed'] as const
type Result = (typeof RESULTS)[number]

function valueOf(result: Result, { best, last, testNll, step, seconds, outline }: KeptRun): number | null {
  const values = { best, last, test: testNll, steps: step, seconds, seed: outline.training.seed }
  return values[result]
}

/** As it is written beside others: of a loss also what it has more than that of the run which results are held `against`. */
export function resultWord(result: Result, run: KeptRun, against: KeptRun | undefined): string {
  const own = valueOf(result, run)
  switch (result) {
    case 'steps':
      return count(own ?? 0)
    case 'seconds':
      return secondsOf(own)
    case 'seed':
      return String(own)
  }
  if (result === 'test' && run.untested !== null) return testOf(run)
  const other = against === undefined || run.id === against.id ? null : valueOf(result, against)
  if (own === null || other === null) return fixed(own, 4)
  return `${fixed(own, 4)} (${own > other ? '+' : ''}${fixed(own - other, 4)})`
}

/**
 * As CSV, a column for each run: the settings in which they differ, then the results with all their digits. Cells are empty
 * where there is nothing.
 */
export function comparedTable(
  names: readonly string[],
  settings: readonly SettingRow[],
  runs: readonly KeptRun[],
): string {
  const results = RESULTS.map((result) => [
    t(`library.results.${result}`),
    ...runs.map((run) => String(valueOf(result, run) ?? '')),
  ])
  const rows = [
    ['', ...names],
    ...settings.map(({ part, name, words }) => [`${part}: ${name}`, ...words.map((word) => word ?? '')]),
    ...results,
  ]
  return rows.map((cells) => `${cells.map(quoted).join(',')}\n`).join('')
}
