import { failure, type Issue, type Outcome } from '../../document/issue'
import type { Preprocessing } from '../../document/model'
import type { FlowDocument } from '../../document/schema'
import { Random } from '../../math/random'
import { Units } from '../units'
import { loadRows, type DataReaders, type DrawRows, type LoadedRows } from './loadRows'
import { columnMoments, distinctValues, type ColumnMoments } from './preprocess/columns'
import { splitRows, takeRows } from './preprocess/split'
import { fitStandardise, standardiseBy } from './preprocess/standardise'

/** Range and moments of a named column over all rows, natural units. */
export interface NamedMoments extends ColumnMoments {
  readonly name: string
}

/** Data ready for a flow. Arrays of rows are row-major [n, dims]. */
export interface PreparedData {
  readonly name: string
  readonly columns: readonly string[]
  readonly dims: number
  /** The flow's units: after `preprocessing`, which `Units` undoes and whose volume it knows. */
  readonly train: Float32Array
  readonly validation: Float32Array
  readonly test: Float32Array
  /** Draws new training rows, natural units, for every batch; null where training goes over `train` again and again. */
  readonly draw: DrawRows | null
  /** x → z, in order; empty when the document does not standardise. */
  readonly preprocessing: readonly Preprocessing[]
  /** Up to 4000 training rows, natural units, for drawing. */
  readonly preview: Float32Array
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

/** Loads a document's data, splits it, and standardises it on its training rows, or by what fresh rows tend to. */
export async function prepareData(data: FlowDocument['data'], readers: DataReaders): Promise<Outcome<PreparedData>> {
  const loaded = await loadRows(data.source, readers)
  if (!loaded.ok) return loaded
  const { columns, values, count, name, entropy, fresh } = loaded.value
  const dims = columns.length
  const summary = columns.map((column, c) => ({ name: column, ...columnMoments(values, dims, c) }))
  const usable = checkSpread(name, summary, data.standardise)
  if (!usable.ok) return usable

  const parts = splitRows(count, data.split, new Random(SPLIT_SEED).fork('split'))
  if (!parts.ok) return parts
  const train = takeRows(values, dims, parts.value.train)
  const trained = checkSpread(name, describe(columns, train), data.standardise)
  if (!trained.ok) return trained
  const preprocessing: Preprocessing[] = []
  if (data.standardise && fresh) preprocessing.push(standardiseBy(fresh.moments))
  else if (data.standardise) {
    const step = fitStandardise(columns, train)
    if (!step.ok) return step
    preprocessing.push(step.value)
  }
  const units = new Units(dims, preprocessing)
  const ready = (rows: Float64Array) => Float32Array.from(units.toFlow(rows))
  return {
    ok: true,
    value: {
      name,
      columns,
      dims,
      train: ready(train),
      validation: ready(takeRows(values, dims, parts.value.validation)),
      test: ready(takeRows(values, dims, parts.value.test)),
      draw: fresh?.draw ?? null,
      preprocessing,
      preview: Float32Array.from(train.subarray(0, PREVIEW_ROWS * dims)),
      summary,
      entropy,
      warnings: tieWarnings(loaded.value),
    },
  }
}

const describe = (columns: readonly string[], rows: Float64Array): NamedMoments[] =>
  columns.map((name, c) => ({ name, ...columnMoments(rows, columns.length, c) }))

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

function tieWarnings({ name, columns, values, count, entropy }: LoadedRows): Issue[] {
  if (count < 100 || entropy !== null) return [] // a generator's density is known and has no ties
  const rows = Math.min(count, TIE_ROWS)
  const seen = values.subarray(0, rows * columns.length)
  return columns.flatMap((column, c): Issue[] => {
    const distinct = distinctValues(seen, columns.length, c)
    if (distinct >= TIES * rows) return []
    const message = `Data "${name}", column "${column}": ${distinct} distinct values in ${rows} rows. A density can grow without bound on repeated values; leave the column out, or read its NLL with care.`
    return [{ severity: 'warning', node: null, path: 'data.source', message }]
  })
}
