import { lossNames, measurementsOf, type MeasuredRun, type Trained, type Validation } from './measurements'

/** What was measured at one step. */
interface Row {
  readonly step: number
  readonly trained?: Trained
  readonly validation?: Validation
}

interface Column {
  readonly name: string
  readonly of: (row: Row) => number | undefined
}

/**
 * A run's metrics as CSV, a row for each step with all that was measured there: columns named as in the JSON lines, parts
 * of the loss by their own names, and seconds of training. Cells are empty where nothing was measured. Numbers have the
 * fewest digits that read back the same; one that is not finite is NaN, Infinity or -Infinity.
 */
export function metricsCsv(run: MeasuredRun): string {
  const rows = rowsOf(run)
  const columns = columnsOf(run, rows)
  const header = columns.map(({ name }) => quoted(name)).join(',')
  const lines = rows.map((row) => columns.map(({ of }) => of(row) ?? '').join(','))
  return [header, ...lines].map((line) => `${line}\n`).join('')
}

function rowsOf(run: MeasuredRun): readonly Row[] {
  const rows: Row[] = []
  for (const each of measurementsOf(run)) {
    const { step } = each
    const last = rows.at(-1)
    const before = last?.step === step ? rows.pop() : undefined
    rows.push({ ...before, step, ...(each.kind === 'training' ? { trained: each } : { validation: each }) })
  }
  return rows
}

function columnsOf({ document }: MeasuredRun, rows: readonly Row[]): readonly Column[] {
  const names = lossNames(document.objective)
  const parts = new Set(rows.flatMap(({ trained }) => Object.keys(trained?.parts ?? {})))
  const has = (of: Column['of']) => rows.some((row) => of(row) !== undefined)
  return [
    { name: 'step', of: ({ step }) => step },
    { name: names.train, of: ({ trained }) => trained?.loss },
    ...[...parts].map((name): Column => ({ name, of: ({ trained }) => known(trained?.parts?.[name]) })),
    ...optional({ name: 'beta', of: ({ trained }) => trained?.beta ?? undefined }),
    { name: 'gradient_norm', of: ({ trained }) => trained?.gradientNorm },
    { name: names.validation, of: ({ validation }) => validation?.loss },
    ...optional({ name: 'seconds', of: ({ trained }) => known(trained?.seconds) }),
  ]

  function optional(column: Column): readonly Column[] {
    return has(column.of) ? [column] : []
  }
}

/** Parts and seconds are NaN where they were not kept. */
const known = (value = NaN): number | undefined => (Number.isNaN(value) ? undefined : value)

const quoted = (name: string): string => (/[",\r\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name)
