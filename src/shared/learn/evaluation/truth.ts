import type { FlowDocument } from '../../document/schema'
import { joinRows } from '../../flow/rows'
import { RowUnits, type ContextUnits } from '../context'
import { knownDensity, knownLine } from '../data'
import type { Inspector } from '../inspection/inspector'
import type { Table, Units } from '../units'

/** How far a model is from the density that its data are drawn from, by quadrature. */
export interface TruthFit {
  /** KL(p‖q) = ∫ p (ln p − ln q), nats; of a conditional flow the mean over what its rows are given. */
  readonly kl: number
  /** ½ ∫ |p − q|. */
  readonly totalVariation: number
  /** ∫ p over what was integrated: 1 but for the tails beyond. */
  readonly mass: number
}

/** Data whose density may be known, and how what x is given becomes numbers. */
export interface DrawnFrom {
  readonly data: Pick<FlowDocument['data'], 'source' | 'context'>
  readonly context: ContextUnits
}

/** Cells along each axis, by D. */
const CELLS: Readonly<Record<number, number>> = { 1: 8192, 2: 384 }
/** How far beyond the rows, in times their range, and how often this is doubled until so much of p is seen. */
const [BEYOND, WIDER, MASS] = [0.25, 3, 0.9999]
/** Most values that a context may have. */
const MOST_GIVEN = 64

/** p on cells of equal size: their middles [n, D], natural units. */
interface Cells {
  readonly middles: Float64Array
  readonly p: Float64Array
  readonly size: number
  readonly mass: number
}

/**
 * Compares a model with the density of a generator in one or two dimensions, by the middles of equal cells around the rows
 * [n, D + C], which are in the flow's units; null where the density is not known. log q is the inspector's.
 */
export async function compareWithTruth(
  inspector: Inspector,
  theta: Float64Array,
  units: Units,
  { data, context }: DrawnFrom,
  rows: Table,
): Promise<TruthFit | null> {
  const { dims } = inspector.flow
  const natural = new RowUnits(units, context).toNatural(rows)
  const groups = groupsOf(natural, dims, context.columns.length)
  if (!(dims in CELLS) || groups === null) return null
  let [kl, totalVariation, mass] = [0, 0, 0]
  for (const { given, points, share } of groups) {
    const cells = cellsOf(data, given, points, dims)
    if (!cells) return null
    const flowRows = joinRows(inspector.flow, units.toFlow(cells.middles), context.toFlow(given))
    const logDensity = await inspector.logDensity(theta, flowRows)
    const fit = comparedOn(cells, units.naturalDensity(logDensity, flowRows, inspector.flow.width))
    kl += share * fit.kl
    totalVariation += share * fit.totalVariation
    mass += share * cells.mass
  }
  return { kl, totalVariation, mass }
}

/** By log q at the middles, natural units. */
function comparedOn({ p, size, mass }: Cells, logDensity: Float64Array) {
  let [kl, distance] = [0, 0]
  p.forEach((density, i) => {
    const logModel = logDensity[i]
    // where there is no truth, the model adds nothing: 0 · ln 0 is 0
    if (density > 0) kl += density * (Math.log(density) - logModel)
    distance += Math.abs(Math.exp(logModel) - density)
  })
  return { kl: (kl * size) / mass, totalVariation: (distance * size) / 2 }
}

/** Rows by what they are given, all of them where that is nothing; null where it has more values than can be gone through. */
function groupsOf(natural: Table, dims: number, contexts: number) {
  const width = dims + contexts
  const groups = new Map<string, { given: number[]; points: number[] }>()
  const count = natural.length / width
  for (let row = 0; row < count; row++) {
    const given = [...natural.subarray(row * width + dims, (row + 1) * width)]
    const key = given.join()
    const group = groups.get(key) ?? { given, points: [] }
    groups.set(key, group)
    if (groups.size > MOST_GIVEN) return null
    group.points.push(...natural.subarray(row * width, row * width + dims))
  }
  return [...groups.values()].map((group) => ({ ...group, share: group.points.length / dims / count }))
}

function cellsOf(
  data: DrawnFrom['data'],
  given: readonly number[],
  points: readonly number[],
  dims: number,
): Cells | null {
  let cells: Cells | null = null
  for (let k = 0, beyond = BEYOND; k <= WIDER && (cells === null || cells.mass < MASS); k++, beyond *= 2) {
    const axes = Array.from({ length: dims }, (_, d) => axisOf(points, dims, d, beyond))
    cells = dims === 1 ? onLine(data, given, axes[0]) : onPlane(data, given, axes[0], axes[1])
    if (cells === null) return null
  }
  return cells
}

interface Axis {
  readonly middles: Float64Array
  readonly step: number
}

function axisOf(points: readonly number[], dims: number, axis: number, beyond: number): Axis {
  let [min, max] = [Infinity, -Infinity]
  for (let i = axis; i < points.length; i += dims) [min, max] = [Math.min(min, points[i]), Math.max(max, points[i])]
  const room = beyond * Math.max(max - min, 1e-3)
  const step = (max - min + 2 * room) / CELLS[dims]
  return { middles: Float64Array.from({ length: CELLS[dims] }, (_, i) => min - room + (i + 0.5) * step), step }
}

function onLine(data: DrawnFrom['data'], given: readonly number[], { middles, step }: Axis): Cells | null {
  const density = knownLine(data, given)
  return density && measured(middles, middles.map(density), step)
}

function onPlane(data: DrawnFrom['data'], given: readonly number[], across: Axis, up: Axis): Cells | null {
  const row = knownDensity(data, given)?.(across.middles)
  if (!row) return null
  const n = across.middles.length
  const [middles, p] = [new Float64Array(2 * n * n), new Float64Array(n * n)]
  up.middles.forEach((y, j) => {
    p.set(row(y), j * n)
    for (let i = 0; i < n; i++) middles.set([across.middles[i], y], 2 * (j * n + i))
  })
  return measured(middles, p, across.step * up.step)
}

const measured = (middles: Float64Array, p: Float64Array, size: number): Cells => ({
  middles,
  p,
  size,
  mass: size * p.reduce((sum, value) => sum + value, 0),
})
