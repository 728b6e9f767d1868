import { settingFault } from '../../catalogue/check'
import { targetEntries, targetEntry } from '../../catalogue/targets'
import type { Settings } from '../../catalogue/types'
import { failure, type Outcome } from '../../document/issue'
import type { DataSource } from '../../document/schema'
import { didYouMean } from '../../document/read/words'
import { targetDefinitions } from '../../flow/targets/registry'
import type { Target } from '../../flow/targets/target'
import type { Random } from '../../math/random'
import { Builder } from '../../tensor/ir/builder'
import { interpret } from '../../tensor/runtime/interpreter/interpret'
import type { PlaneDensity } from './entropy/plane'
import { temperedDraws, WALKERS } from './temperedDraws'

type EnergySource = Extract<DataSource, { kind: 'energy' }>

/** A target with what quadrature tells of it. Natural units, nats. */
export interface Energy {
  readonly label: string
  readonly target: Target
  /** null where quadrature does not reach: more than two dimensions and no closed form. */
  readonly logZ: number | null
  readonly entropy: number | null
  /** p of the plane. */
  readonly density: PlaneDensity | null
  /** n draws [n, D]: exact, or exact but for the cells of a grid, within which they are even; of more dimensions by tempering. */
  readonly sample: (n: number, random: Random) => Float64Array
}

/** x, y, z, or x1, x2 … of more dimensions: what an energy calls them too. */
export const energyColumns = (dims: number): readonly string[] =>
  dims <= 3 ? ['x', 'y', 'z'].slice(0, dims) : Array.from({ length: dims }, (_, d) => `x${d + 1}`)

/** Cells per axis: fine enough for the midpoint rule, and for rows that are even within a cell. */
const CELLS: Readonly<Record<number, number>> = { 1: 20_000, 2: 500 }
const CAPACITY = 16

/** The last ones, by their settings, so that opening a document twice integrates once. */
const known = new Map<string, Energy>()

/** The target that a source names; what is wrong with it when there is none. */
export function findEnergy({ name, settings, dims }: EnergySource): Outcome<Energy> {
  const entry = targetEntry(name)
  const definition = targetDefinitions.find(({ type }) => type === name)
  if (!entry || !definition) {
    const types = targetEntries.map(({ type }) => type)
    return failure(`Data: there is no target "${name}". ${didYouMean(name, types)}`, 'data.source.name')
  }
  if (dims < entry.dims.from || dims > entry.dims.to) {
    const { from, to } = entry.dims
    const expected = from === to ? String(from) : `${from} to ${to}`
    return failure(`Data "${name}": has ${dims} dimensions, expected ${expected}.`, 'data.source.dims')
  }
  const unknown = Object.keys(settings).find((key) => !entry.settings.some((setting) => setting.key === key))
  if (unknown !== undefined)
    return failure(`Data "${name}": has no setting "${unknown}". Remove it.`, `data.source.settings.${unknown}`)
  const whole: Settings = {
    ...Object.fromEntries(entry.settings.map(({ key, default: value }) => [key, value])),
    ...settings,
  }
  for (const setting of entry.settings) {
    const fault = settingFault(setting, whole[setting.key], dims)
    if (fault !== null)
      return failure(`Data "${name}": ${setting.key}: ${fault}`, `data.source.settings.${setting.key}`)
  }
  const fault = definition.fault?.(whole, dims)
  if (fault) return failure(`Data "${name}": ${fault.key}: ${fault.words}`, `data.source.settings.${fault.key}`)
  const key = JSON.stringify([name, dims, entry.settings.map((setting) => whole[setting.key])])
  const found = known.get(key) ?? examine(entry.label, definition.create(whole, dims), dims)
  if (!known.has(key) && known.size >= CAPACITY) known.delete(known.keys().next().value!)
  known.set(key, found)
  return { ok: true, value: found }
}

function examine(label: string, target: Target, dims: number): Energy {
  const settled = target.sample !== undefined && typeof target.known?.entropy === 'number'
  const grid = dims in CELLS && !settled ? gridOf(target, dims, CELLS[dims]) : null
  const logZ = target.known?.logZ ?? grid?.logZ ?? null
  const entropy = target.known?.entropy ?? grid?.entropy ?? null
  const tempered = remembered((n, random) => temperedDraws(evaluator(target, dims, WALKERS), target.box, n, random))
  const sample = target.sample
    ? (n: number, random: Random) => target.sample!(random, n)
    : (n: number, random: Random) => (grid ? drawCells(grid, n, random) : tempered(n, random))
  const density = dims === 2 && logZ !== null ? planeDensity(target, logZ) : null
  return { label, target, logZ, entropy, density, sample }
}

type Draws = (n: number, random: Random) => Float64Array

/** The last draws by their number and generator: a document that is opened again asks for the same ones. */
function remembered(draw: Draws): Draws {
  let last: { readonly key: string; readonly rows: Float64Array } | null = null
  return (n, random) => {
    const key = JSON.stringify([n, random.state()])
    if (last?.key !== key) last = { key, rows: draw(n, random) }
    return Float64Array.from(last.rows)
  }
}

/** Cells of a box by the midpoint rule. */
interface Grid {
  readonly logZ: number
  readonly entropy: number
  /** Share of all cells up to each, row by row; the last is 1. */
  readonly cumulative: Float64Array
  readonly low: readonly number[]
  readonly size: readonly number[]
  readonly cells: number
}

function gridOf(target: Target, dims: number, cells: number): Grid {
  const low = target.box.map(([from]) => from)
  const size = target.box.map(([from, to]) => (to - from) / cells)
  const at = (d: number, i: number) => low[d] + (i + 0.5) * size[d]
  const lines = dims === 1 ? 1 : cells
  const density = evaluator(target, dims, cells)
  const logs = new Float64Array(lines * cells)
  for (let i = 0; i < lines; i++) {
    const rows = Float64Array.from({ length: cells * dims }, (_, k) =>
      dims === 1 ? at(0, k) : k % 2 === 0 ? at(0, i) : at(1, k >> 1),
    )
    logs.set(density(rows), i * cells)
  }
  let top = -Infinity
  for (const value of logs) top = Math.max(top, value)
  let [total, weighted] = [0, 0]
  const cumulative = logs.map((value) => {
    const weight = Math.exp(value - top)
    weighted += weight * (value - top)
    return (total += weight)
  })
  const cell = size.reduce((sum, side) => sum + Math.log(side), 0)
  const logZ = top + Math.log(total) + cell
  return {
    logZ,
    entropy: Math.log(total) + cell - weighted / total,
    cumulative: cumulative.map((sum) => sum / total),
    low,
    size,
    cells,
  }
}

/** ln p̃ of so many rows at a time. */
function evaluator(target: Target, dims: number, rows: number): (x: Float64Array) => ArrayLike<number> {
  const b = new Builder()
  const program = b.program('target', { logTarget: target.logDensity(b, b.input('x', [rows, dims])) })
  return (x) => interpret(program, new Map([['x', x]])).get('logTarget')!
}

function drawCells({ cumulative, low, size, cells }: Grid, n: number, random: Random): Float64Array {
  const dims = low.length
  const draws = new Float64Array(n * dims)
  for (let row = 0; row < n; row++) {
    const cell = firstAbove(cumulative, random.uniform())
    const place = dims === 1 ? [cell] : [Math.floor(cell / cells), cell % cells]
    for (let d = 0; d < dims; d++) draws[row * dims + d] = low[d] + (place[d] + random.uniform()) * size[d]
  }
  return draws
}

/** The first entry above a level, of ascending ones. */
function firstAbove(ascending: Float64Array, level: number): number {
  let [from, to] = [0, ascending.length - 1]
  while (from < to) {
    const middle = (from + to) >> 1
    if (ascending[middle] > level) to = middle
    else from = middle + 1
  }
  return from
}

function planeDensity(target: Target, logZ: number): PlaneDensity {
  return (xs) => {
    const density = evaluator(target, 2, xs.length)
    return (y) => {
      const rows = Float64Array.from({ length: 2 * xs.length }, (_, i) => (i % 2 === 0 ? xs[i >> 1] : y))
      return Float64Array.from(density(rows), (value) => Math.exp(value - logZ))
    }
  }
}
