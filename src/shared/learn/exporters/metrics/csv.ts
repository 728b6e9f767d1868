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
  const { columns, rows } = tableOf(run)
  return written([columns.map(({ name }) => name), ...rows.map((row) => columns.map(({ of }) => of(row)))])
}

/**
 * As `metricsCsv` of several runs one below the other, with the run's name in a column before all others. The columns are
 * those that any of them has.
 */
export function comparedCsv(runs: readonly { readonly name: string; readonly run: MeasuredRun }[]): string {
  const tables = runs.map(({ name, run }) => ({ name, ...tableOf(run) }))
  const columns = [...new Set(tables.flatMap((table) => table.columns.map(({ name }) => name)))]
  const lines = tables.flatMap(({ name, columns: own, rows }) => {
    const places = columns.map((column) => own.find((one) => one.name === column))
    return rows.map((row) => [name, ...places.map((place) => place?.of(row))])
  })
  return written([['run', ...columns], ...lines])
}

const written = (lines: readonly (readonly (string | number | undefined)[])[]): string =>
  lines.map((cells) => `${cells.map((cell = '') => quoted(String(cell))).join(',')}\n`).join('')

function tableOf(run: MeasuredRun): { readonly columns: readonly Column[]; readonly rows: readonly Row[] } {
  const rows = rowsOf(run)
  return { columns: columnsOf(run, rows), rows }
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
