import { failure, type Issue, type Outcome } from '../../document/issue'
import type { ContextColumn, Preprocessing } from '../../document/model'
import type { FlowDocument } from '../../document/schema'
import { ContextUnits, RowUnits } from '../context'
import { Units } from '../units'
import { loadRows, type DataReaders, type DrawRows, type LoadedRows } from './loadRows'
import { columnMoments, distinctValues, type ColumnMoments } from './preprocess/columns'
import { asTrained, fitContext } from './preprocess/fitContext'
import type { ContextOffer } from './preprocess/selectContext'
import { findLeakage, leakageWarning, type Leakage } from './preprocess/leakage'
import { splitBy, takeRows } from './preprocess/split'
import { fitStandardise, standardiseBy } from './preprocess/standardise'
import { addNoise } from '../transforms/dequantise'
import { fitNoise, fitTransforms } from '../transforms/fit'

/** Range and moments of a named column over all rows, natural units. */
export interface NamedMoments extends ColumnMoments {
  readonly name: string
}

/** What x is given, and could be. */
export interface PreparedContext {
  /** How each context column becomes numbers; empty without context. */
  readonly columns: readonly ContextColumn[]
  /** The context of the preview's rows, [n, columns], natural: a number, or the place of a class. */
  readonly preview: Float32Array
  readonly offers: readonly ContextOffer[]
}

/** What a model's parameters belong to: its units and classes are kept, whatever the rows have. */
export interface TrainedOn {
  readonly dims: number
  readonly preprocessing: readonly Preprocessing[]
  readonly context?: readonly ContextColumn[]
}

/** Data ready for a flow. */
export interface PreparedData {
  readonly name: string
  readonly columns: readonly string[]
  readonly dims: number
  /** Rows [n, D + C] in the flow's units: x after `preprocessing`, which `Units` undoes, and behind it its context. */
  readonly train: Float32Array
  readonly validation: Float32Array
  readonly test: Float32Array
  /** Draws new training rows, natural units with their context behind them, for every batch; null where training goes over `train` again and again. */
  readonly draw: DrawRows | null
  /** x → z, in order; empty when the document does not standardise. */
  readonly preprocessing: readonly Preprocessing[]
  /** Up to 4000 training rows [n, D], natural units, for drawing. */
  readonly preview: Float32Array
  readonly context: PreparedContext
  /** Between natural rows, D columns and then their context, and the flow's [D + C]. */
  readonly rowUnits: RowUnits
  readonly summary: readonly NamedMoments[]
  /** Differential entropy in nats, natural units, where the density is known: the best possible NLL. */
  readonly entropy: number | null
  /** Held-out rows that are rows of training too; null of rows drawn from a density, and of too many to look through. */
  readonly leakage: Leakage | null
  readonly warnings: readonly Issue[]
}

const PREVIEW_ROWS = 4000
/** Most numbers among which rows common to training and test are looked for: about a second. */
const LEAK_CELLS = 20_000_000

/** Loads and mends a document's data, splits it, and fits its transforms to its training rows, or to what fresh rows tend to. */
export async function prepareData(
  data: FlowDocument['data'],
  readers: DataReaders,
  trainedOn?: TrainedOn,
): Promise<Outcome<PreparedData>> {
  const rows = await loadRows(data.source, readers, data.context, data)
  if (!rows.ok) return rows
  const loaded = trainedOn ? asTrained(rows.value, trainedOn) : rows
  if (!loaded.ok) return loaded
  const { columns, given, count, name, entropy, fresh, offers, groups } = loaded.value
  const [dims, width] = [columns.length, columns.length + given.length]
  const noise = noiseOf(loaded.value, data, trainedOn)
  if (!noise.ok) return noise
  const values = noise.value ? Float64Array.from(loaded.value.values) : loaded.value.values
  if (noise.value) addNoise(values, width, noise.value.width)
  const all = [...columns, ...given.map((column) => column.name)]
  const summary = describe(all, values).slice(0, dims)
  const usable = checkSpread(name, summary, data.standardise)
  if (!usable.ok) return usable

  const parts = splitBy(count, data.split, groups)
  if (!parts.ok) return parts
  const train = takeRows(values, width, parts.value.train)
  const varied = checkSpread(name, describe(all, train).slice(0, dims), data.standardise)
  if (!varied.ok) return varied
  const fitted: Outcome<Fitted> = trainedOn ? { ok: true, value: trainedOn } : fitUnits(loaded.value, train, data)
  if (!fitted.ok) return fitted
  const { context = [] } = fitted.value
  const preprocessing =
    trainedOn || !noise.value ? fitted.value.preprocessing : [noise.value, ...fitted.value.preprocessing]
  const rowUnits = new RowUnits(new Units(dims, preprocessing), new ContextUnits(context))
  const ready = (part: Float64Array) => Float32Array.from(rowUnits.toFlow(part))
  const { validation, test } = parts.value
  const flowRows = {
    train: ready(train),
    validation: ready(takeRows(values, width, validation)),
    test: ready(takeRows(values, width, test)),
  }
  const lost = Object.values(flowRows).reduce((sum, part) => sum + lostRows(part, rowUnits.width), 0)
  if (lost > 0)
    return failure(
      `Data "${name}": ${lost} of ${count} rows are outside of what the transforms take, which were fitted to the others. Widen their range, or use Yeo–Johnson.`,
      'data.transforms',
    )
  const looksThrough = entropy === null && values.length <= LEAK_CELLS
  const leakage = looksThrough ? findLeakage(loaded.value.values, width, parts.value) : null
  const preview = train.subarray(0, PREVIEW_ROWS * width)
  return {
    ok: true,
    value: {
      name,
      columns,
      dims,
      ...flowRows,
      draw: fresh?.draw ?? null,
      preprocessing,
      context: { columns: context, preview: Float32Array.from(someColumns(preview, width, dims, width)), offers },
      rowUnits,
      preview: Float32Array.from(someColumns(preview, width, 0, dims)),
      summary,
      entropy,
      leakage,
      warnings: [...tieWarnings({ ...loaded.value, values }), ...(leakage ? leakageWarning(name, leakage) : [])],
    },
  }
}

type Fitted = Pick<TrainedOn, 'preprocessing' | 'context'>
type Noise = Extract<Preprocessing, { type: 'dequantise' }>

/** The noise that rows get; that of the model where there is one. */
function noiseOf(
  { name, columns, given, values }: LoadedRows,
  { transforms = [] }: FlowDocument['data'],
  trainedOn?: TrainedOn,
): Outcome<Noise | null> {
  const isNoise = (step: Preprocessing | null): step is Noise => step?.type === 'dequantise'
  if (trainedOn) return { ok: true, value: trainedOn.preprocessing.find(isNoise) ?? null }
  if (transforms.length === 0) return { ok: true, value: null }
  const own = someColumns(values, columns.length + given.length, 0, columns.length)
  const step = fitNoise(transforms, { name, columns, values: own })
  return step.ok ? { ok: true, value: isNoise(step.value) ? step.value : null } : step
}

/**
 * The units that a document's transforms make, fitted to training rows; at the end mean 0 and standard deviation 1, theirs or
 * what fresh ones tend to, where it standardises.
 */
function fitUnits(
  { name, columns, given, fresh }: LoadedRows,
  train: Float64Array,
  { standardise, transforms = [] }: FlowDocument['data'],
): Outcome<Fitted> {
  const [dims, width] = [columns.length, columns.length + given.length]
  const moments = given.map((_, k) =>
    standardise ? (fresh?.moments[dims + k] ?? columnMoments(train, width, dims + k)) : null,
  )
  const context = fitContext(name, given, moments)
  if (!context.ok) return context
  const values = someColumns(train, width, 0, dims)
  const steps = fitTransforms(transforms, { name, columns, values })
  if (!steps.ok) return steps
  if (!standardise) return { ok: true, value: { preprocessing: steps.value, context: context.value } }
  const last: Outcome<Preprocessing> =
    fresh && steps.value.length === 0
      ? { ok: true, value: standardiseBy(fresh.moments.slice(0, dims).map((of) => of!)) }
      : fitStandardise(columns, values)
  return last.ok ? { ok: true, value: { preprocessing: [...steps.value, last.value], context: context.value } } : last
}

const describe = (columns: readonly string[], rows: Float64Array): NamedMoments[] =>
  columns.map((name, c) => ({ name, ...columnMoments(rows, columns.length, c) }))

/** Columns `from` to `to` of rows [n, width]. */
function someColumns(rows: Float64Array, width: number, from: number, to: number): Float64Array {
  const some = new Float64Array((rows.length / width) * (to - from))
  for (let row = 0, at = 0; row < rows.length; row += width) for (let c = from; c < to; c++) some[at++] = rows[row + c]
  return some
}

const LARGEST_FLOAT32 = 3.4028234663852886e38

/** A column must vary, or it has no density, and fit the flow's float32. */
function checkSpread(name: string, columns: readonly NamedMoments[], standardise: boolean): Outcome<null> {
  const constant = columns.filter(({ min, max, sd }) => min === max || sd === 0)
  if (constant.length > 0) {
    const list = constant.map((column) => `"${column.name}" (always ${column.min})`).join(', ')
    return failure(`Data "${name}": a constant column has no density: ${list}. Leave it out.`, 'data.source')
  }
  const large = columns.find(({ min, max }) => !standardise && Math.max(-min, max) > LARGEST_FLOAT32)
  if (large) {
    const expected = `expected at most ${LARGEST_FLOAT32} in size`
    return failure(
      `Data "${name}": column "${large.name}" runs from ${large.min} to ${large.max}, ${expected}. Standardise the data.`,
      'data.standardise',
    )
  }
  return { ok: true, value: null }
}

/** Rows [n, width] in the flow's units of which a transform has no value. */
function lostRows(rows: Float32Array, width: number): number {
  let lost = 0
  for (let at = 0; at < rows.length; at += width) lost += Number(Number.isNaN(rows[at]))
  return lost
}

/** Fewer distinct values than this share of the rows make a column look discrete. */
const TIES = 0.05
/** Rows looked at: enough to tell, and few enough to remember. */
const TIE_ROWS = 100_000

function tieWarnings({ name, columns, given, values, count, entropy }: LoadedRows): Issue[] {
  const width = columns.length + given.length
  if (count < 100 || entropy !== null) return [] // a generator's density is known and has no ties
  const rows = Math.min(count, TIE_ROWS)
  const seen = values.subarray(0, rows * width)
  return columns.flatMap((column, c): Issue[] => {
    const distinct = distinctValues(seen, width, c, TIES * rows)
    if (distinct >= TIES * rows) return []
    const message = `Data "${name}", column "${column}": ${distinct} distinct values in ${rows} rows. A density can grow without bound on repeated values; dequantise the column (Data workshop), leave it out, or read its NLL with care.`
    return [{ severity: 'warning', node: null, path: 'data.source', message }]
  })
}
