import type { Issue } from '../../../document/issue'
import type { FlowDocument } from '../../../document/schema'
import { gridWidth } from '../../transforms/dequantise'
import type { DataReaders } from '../loadRows'
import { prepareData, type PreparedData } from '../prepare'
import { firstEqual } from '../preprocess/equalRows'
import { nearLeakage } from '../preprocess/leakage'
import type { Column } from '../readers/table'
import { columnStatistics, type ColumnStatistics } from './columnStatistics'
import { correlations, ranks } from './correlations'
import { gridHistogram, histogram, type Histogram } from './histogram'
import type { RawTable } from './rawTable'

export interface Figures extends ColumnStatistics {
  readonly histogram: Histogram
}

export interface ColumnDescription {
  readonly name: string
  readonly kind: Column['kind']
  readonly role: 'learnt' | 'given' | 'omitted' | 'unused'
  readonly missing: number
  readonly classes: readonly string[] | null
  readonly figures: Figures | null
  /** The step of the grid on which all of many equal values lie; else null. */
  readonly step: number | null
  /** As the flow sees its training rows, in the flow's units. */
  readonly after: Figures | null
  readonly lambda: number | null
}

export interface Description {
  readonly name: string
  readonly rows: number
  readonly sampled: number | null
  readonly columns: readonly ColumnDescription[]
  readonly correlations: {
    readonly names: readonly string[]
    readonly rows: number
    /** [k, k] row-major. */
    readonly pearson: Float64Array
    readonly spearman: Float64Array
    readonly rankedRows: number
  }
  readonly incomplete: number
  readonly duplicates: { readonly rows: number; readonly first: readonly (readonly [number, number])[] }
  readonly leakage: { readonly held: number; readonly common: number; readonly nearly: number } | null
  readonly parts: { readonly train: number; readonly validation: number; readonly test: number } | null
  readonly issues: readonly Issue[]
}

/** Most cells that are looked at; of larger tables it is rows of even distances. */
const MOST_CELLS = 5_000_000
/** Most rows that are ranked, columns that are correlated, and pairs of equal rows that are named. */
const [RANKED, CORRELATED, NAMED] = [20_000, 64, 5]
/** Fewer different values than this share of the rows look discrete. */
const TIES = 0.2
/** Most rows that are looked through for near ones. */
const NEAR_CELLS = 2_000_000

/** All that can be told of a document's data before it is trained on. Others have their turn where they may `breathe`. */
export async function describeData(
  data: FlowDocument['data'],
  raw: RawTable,
  readers: DataReaders,
  breathe: () => Promise<void> = () => Promise.resolve(),
): Promise<Description> {
  const prepared = await prepareData(data, readers)
  const ready = prepared.ok ? prepared.value : null
  const stride = Math.max(1, Math.ceil((raw.rows * raw.columns.length) / MOST_CELLS))
  const columns: ColumnDescription[] = []
  for (const column of raw.columns) {
    columns.push(describeColumn(column, roleOf(column, data, raw, ready), stride, ready))
    await breathe()
  }
  const used = raw.columns.filter((_, c) => columns[c].role === 'learnt' || columns[c].role === 'given')
  return {
    name: raw.name,
    rows: raw.rows,
    sampled: stride > 1 ? Math.ceil(raw.rows / stride) : null,
    columns,
    correlations: correlate(raw, columns, stride),
    incomplete: incompleteRows(used, raw.rows),
    duplicates: equalRows(used, raw.rows),
    leakage: ready && leakageOf(ready),
    parts: ready && partsOf(ready),
    issues: prepared.ok ? prepared.value.warnings : prepared.issues,
  }
}

function roleOf(
  { name, kind }: Column,
  { context, omit = [] }: FlowDocument['data'],
  { usual }: RawTable,
  ready: PreparedData | null,
): ColumnDescription['role'] {
  if (context.some(({ column }) => column === name)) return 'given'
  if (omit.includes(name)) return 'omitted'
  if (ready) return ready.columns.includes(name) ? 'learnt' : 'unused'
  const wanted = usual ? usual.includes(name) : kind === 'number' || kind === 'mixed'
  return wanted ? 'learnt' : 'unused'
}

function describeColumn(
  column: Column,
  role: ColumnDescription['role'],
  stride: number,
  ready: PreparedData | null,
): ColumnDescription {
  const { name, kind, missing, infinite, faults, classes } = column
  const values = kind === 'text' ? null : someOf(column.values, stride).filter(Number.isFinite).sort()
  const { figures, step } = values && values.length > 0 ? figuresOf(values) : { figures: null, step: null }
  const at = role === 'learnt' && ready ? ready.columns.indexOf(name) : -1
  return {
    name,
    kind,
    role,
    missing: missing + infinite + (kind === 'mixed' ? faults.count : 0),
    classes: classes?.names ?? null,
    figures,
    step,
    after: at >= 0 ? figuresOf(flowColumn(ready!, at, stride)).figures : null,
    lambda: at >= 0 ? lambdaOf(ready!, at) : null,
  }
}

const isTied = ({ distinct, count }: ColumnStatistics): boolean => distinct > 1 && distinct < TIES * count

/** Of the last step that bends a column so; null where none does. */
const lambdaOf = ({ preprocessing }: PreparedData, d: number): number | null =>
  preprocessing.flatMap((step) => (step.type === 'yeo-johnson' ? (step.lambda[d] ?? []) : [])).at(-1) ?? null

function someOf(values: Float64Array, stride: number): Float64Array {
  const some = new Float64Array(Math.ceil(values.length / stride))
  for (let i = 0; i < some.length; i++) some[i] = values[i * stride]
  return some
}

/** Of values that rise, and the step of the grid on which they lie: there the bars are around its places. */
function figuresOf(sorted: Float64Array): { readonly figures: Figures; readonly step: number | null } {
  const statistics = columnStatistics(sorted)
  const step = isTied(statistics) ? gridWidth(sorted) : null
  const onGrid = step === null ? null : gridHistogram(sorted, step)
  return { figures: { ...statistics, histogram: onGrid ?? histogram(sorted) }, step }
}

function flowColumn({ train, rowUnits }: PreparedData, d: number, stride: number): Float64Array {
  const { width } = rowUnits
  const column = new Float64Array(Math.ceil(train.length / width / stride))
  for (let i = 0; i < column.length; i++) column[i] = train[i * stride * width + d]
  return column.sort()
}

/** Of columns of numbers, by the rows that have one in each of them. */
function correlate(
  raw: RawTable,
  described: readonly ColumnDescription[],
  stride: number,
): Description['correlations'] {
  const columns = raw.columns
    .filter(({ kind }, c) => kind === 'number' && described[c].role !== 'omitted')
    .slice(0, CORRELATED)
  const whole: number[] = []
  for (let row = 0; row < raw.rows; row += stride)
    if (columns.every(({ values }) => Number.isFinite(values[row]))) whole.push(row)
  const step = Math.max(1, Math.ceil(whole.length / RANKED))
  const ranked = whole.filter((_, i) => i % step === 0)
  const of = (rows: readonly number[]) =>
    columns.map(({ values }) => {
      const own = new Float64Array(rows.length)
      for (let i = 0; i < own.length; i++) own[i] = values[rows[i]]
      return own
    })
  return {
    names: columns.map(({ name }) => name),
    rows: whole.length,
    pearson: correlations(of(whole)),
    spearman: correlations(of(ranked).map(ranks)),
    rankedRows: ranked.length,
  }
}

const numbersOf = ({ classes, values }: Column): Float64Array => classes?.codes ?? values

function incompleteRows(columns: readonly Column[], rows: number): number {
  const lacks = new Uint8Array(rows)
  for (const column of columns)
    numbersOf(column).forEach((value, row) => (lacks[row] |= Number(!Number.isFinite(value))))
  return lacks.reduce((sum, one) => sum + one, 0)
}

/** Equal in all columns that are used; where a number is missing in both, that is equal too. */
function equalRows(columns: readonly Column[], rows: number): Description['duplicates'] {
  const width = columns.length
  const values = new Float64Array(rows * width)
  columns.forEach((column, c) => {
    const own = numbersOf(column)
    for (let row = 0; row < rows; row++) values[row * width + c] = own[row]
  })
  const equal = firstEqual(values, width)
  const first: [number, number][] = []
  let count = 0
  equal.forEach((before, row) => {
    if (before === row) return
    count++
    if (first.length < NAMED) first.push([before + 1, row + 1])
  })
  return { rows: count, first }
}

function leakageOf({ leakage, train, validation, test, rowUnits: { width } }: PreparedData): Description['leakage'] {
  const held = (validation.length + test.length) / width
  if (!leakage) return { held, common: 0, nearly: 0 } // drawn independently from a density
  if (train.length + held * width > NEAR_CELLS) return { held, common: leakage.common, nearly: 0 }
  const rows = Float64Array.from([...train, ...validation, ...test])
  const [n, m] = [train.length / width, validation.length / width]
  const range = (from: number, to: number) => Uint32Array.from({ length: to - from }, (_, i) => from + i)
  const parts = { train: range(0, n), validation: range(n, n + m), test: range(n + m, rows.length / width) }
  return { held, common: leakage.common, nearly: Math.max(leakage.common, nearLeakage(rows, width, parts)) }
}

const partsOf = ({ train, validation, test, rowUnits: { width } }: PreparedData): Description['parts'] => ({
  train: train.length / width,
  validation: validation.length / width,
  test: test.length / width,
})
