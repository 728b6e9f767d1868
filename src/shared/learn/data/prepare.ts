import { failure, type Issue, type Outcome } from '../../document/issue'
import type { ContextColumn, Preprocessing } from '../../document/model'
import type { FlowDocument } from '../../document/schema'
import { Random } from '../../math/random'
import { ContextUnits, RowUnits } from '../context'
import { Units } from '../units'
import { loadRows, type DataReaders, type DrawRows, type LoadedRows } from './loadRows'
import { columnMoments, distinctValues, type ColumnMoments } from './preprocess/columns'
import { asTrained, fitContext } from './preprocess/fitContext'
import type { ContextOffer } from './preprocess/selectContext'
import { splitRows, takeRows } from './preprocess/split'
import { fitStandardise, standardiseBy } from './preprocess/standardise'

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
  readonly warnings: readonly Issue[]
}

const PREVIEW_ROWS = 4000

/**
 * The split depends on this and the number of rows alone, not on the seed of the weights, so that runs of several seeds
 * are judged on the same held-out rows and a reset never trains on what was held out.
 */
const SPLIT_SEED = 1

/** What a model's parameters belong to: its units are kept, whatever the rows have. */
export interface TrainedOn {
  readonly dims: number
  readonly preprocessing: readonly Preprocessing[]
  readonly context?: readonly ContextColumn[]
}

/** Loads a document's data, splits it, and standardises it on its training rows, or by what fresh rows tend to. */
export async function prepareData(
  data: FlowDocument['data'],
  readers: DataReaders,
  trainedOn?: TrainedOn,
): Promise<Outcome<PreparedData>> {
  const rows = await loadRows(data.source, readers, data.context)
  if (!rows.ok) return rows
  const loaded = trainedOn ? asTrained(rows.value, trainedOn) : rows
  if (!loaded.ok) return loaded
  const { columns, given, values, count, name, entropy, fresh, offers } = loaded.value
  const [dims, width] = [columns.length, columns.length + given.length]
  const all = [...columns, ...given.map((column) => column.name)]
  const summary = describe(all, values).slice(0, dims)
  const usable = checkSpread(name, summary, data.standardise)
  if (!usable.ok) return usable

  const parts = splitRows(count, data.split, new Random(SPLIT_SEED).fork('split'))
  if (!parts.ok) return parts
  const train = takeRows(values, width, parts.value.train)
  const varied = checkSpread(name, describe(all, train).slice(0, dims), data.standardise)
  if (!varied.ok) return varied
  const fitted = fitUnits(loaded.value, data.standardise ? train : null)
  if (!fitted.ok) return fitted
  const { preprocessing, context = [] } = trainedOn ?? fitted.value
  const rowUnits = new RowUnits(new Units(dims, preprocessing), new ContextUnits(context))
  const ready = (part: Float64Array) => Float32Array.from(rowUnits.toFlow(part))
  const preview = train.subarray(0, PREVIEW_ROWS * width)
  return {
    ok: true,
    value: {
      name,
      columns,
      dims,
      train: ready(train),
      validation: ready(takeRows(values, width, parts.value.validation)),
      test: ready(takeRows(values, width, parts.value.test)),
      draw: fresh?.draw ?? null,
      preprocessing,
      context: { columns: context, preview: Float32Array.from(someColumns(preview, width, dims, width)), offers },
      rowUnits,
      preview: Float32Array.from(someColumns(preview, width, 0, dims)),
      summary,
      entropy,
      warnings: tieWarnings(loaded.value),
    },
  }
}

/** The units in which training rows have mean 0 and standard deviation 1, or fresh ones tend to; null leaves them as they are. */
function fitUnits(
  { name, columns, given, fresh }: LoadedRows,
  train: Float64Array | null,
): Outcome<Pick<TrainedOn, 'preprocessing' | 'context'>> {
  const [dims, width] = [columns.length, columns.length + given.length]
  const moments = given.map((_, k) => train && (fresh?.moments[dims + k] ?? columnMoments(train, width, dims + k)))
  const context = fitContext(name, given, moments)
  if (!context.ok) return context
  if (!train) return { ok: true, value: { preprocessing: [], context: context.value } }
  const step: Outcome<Preprocessing> = fresh
    ? { ok: true, value: standardiseBy(fresh.moments.slice(0, dims).map((of) => of!)) }
    : fitStandardise(columns, someColumns(train, width, 0, dims))
  return step.ok ? { ok: true, value: { preprocessing: [step.value], context: context.value } } : step
}

const describe = (columns: readonly string[], rows: Float64Array): NamedMoments[] =>
  columns.map((name, c) => ({ name, ...columnMoments(rows, columns.length, c) }))

/** Columns `from` to `to` of rows [n, width]. */
function someColumns(rows: Float64Array, width: number, from: number, to: number): Float64Array {
  const kept = to - from
  return Float64Array.from(
    { length: (rows.length / width) * kept },
    (_, i) => rows[Math.floor(i / kept) * width + from + (i % kept)],
  )
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
    const distinct = distinctValues(seen, width, c)
    if (distinct >= TIES * rows) return []
    const message = `Data "${name}", column "${column}": ${distinct} distinct values in ${rows} rows. A density can grow without bound on repeated values; leave the column out, or read its NLL with care.`
    return [{ severity: 'warning', node: null, path: 'data.source', message }]
  })
}
