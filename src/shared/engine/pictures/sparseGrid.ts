import { worst, type Doubts } from './doubts'
import type { Kept } from './farFromSight'

/** Nodes along each axis that are computed in any case: what lies between them and shows at none of them is not seen. */
const LEAST_NODES = 24
/** Of a budget that is left, how much goes to the middles of squares: there are twice as many sides. */
const MIDDLES_SHARE = 0.4
/** Of what is left then, how much goes to the sides, where finer squares are still to come. */
const SIDES_SHARE = 0.5

/** Some nodes to be computed. */
export interface Round {
  /** [n, 2]: column and row. The last may lie one step outside of the grid. */
  readonly nodes: Int32Array
  /** [n]: what was computed, to be filled in before the next round. */
  readonly values: Float32Array
}

/** What is to be seen of a picture's values. It judges by all that were computed so far. */
export interface Eye {
  /** Takes note of computed values. */
  see(values: Float32Array): void
  /** Whether nothing is to be seen, nor looked for, where the highest value around is this. */
  isBlind(highest: number): boolean
  /** By how much a value may be off where the highest around is this. */
  tolerance(highest: number): number
  /** The least of all tolerances. */
  readonly least: number
}

/** The nodes of the first lattice are so many steps of the grid apart: a power of two. */
export function strideOf(resolution: number): number {
  let stride = 1
  while (Math.ceil((resolution - 1) / (2 * stride)) + 1 >= LEAST_NODES) stride *= 2
  return stride
}

/** The rows that a grid of this resolution computes in any case. */
export const leastRows = (resolution: number): number => (Math.ceil((resolution - 1) / strideOf(resolution)) + 1) ** 2

/**
 * Half a square along two directions, as steps in memory: a node's four nearest are ±a ± b away. The squares are
 * upright, `half` columns and rows to a side's middle, or stand on a corner, `reach` columns or rows away.
 */
interface Halves {
  readonly a: number
  readonly b: number
}
const upright = (half: number, width: number): Halves => ({ a: half, b: half * width })
const tilted = (reach: number, width: number): Halves => ({
  a: ((1 + width) * reach) / 2,
  b: ((1 - width) * reach) / 2,
})

/**
 * Values on a square grid of which only some nodes are computed, by hierarchical surplus. A lattice of every `stride`-th
 * node comes first. Then it is refined by halves: by the middles of its squares, and by the middles of the squares that
 * nodes and middles make together, which stand on their corners; so on until every node has its turn. A node is
 * predicted by bicubic interpolation from the lattice so far, and its error is expected to be half the largest
 * by which the four nearest nodes had missed their own prediction one half-level before: a kink leaves 0.7 of it, what
 * is smooth a quarter. It is computed when the expected error is more than the eye tells (`Eye`) of the highest of the
 * prediction and the four, or when a number it hangs on is not finite: nothing is interpolated across the edge of a
 * support. Where the eye is blind all around nothing is refined.
 *
 * The error is an expectation, and kept to as far as the budget of rows goes. Without one hardly two nodes in a hundred
 * of the densities of the examples, at kinks, and ten of their fields are off by more than the eye tells, and none and
 * one in two hundred by eight times as much. What no node of the lattice meets is missed, as by a whole grid as coarse;
 * but log p of a bump one node wide is met by nodes far off.
 */
export class SparseGrid {
  readonly #stride: number
  /** Nodes along an axis with what the last square of the lattice takes beyond the grid. */
  readonly #side: number
  /** Nodes in memory before the first along each axis: values beyond the edges are put there, linearly extrapolated. */
  readonly #margin: number
  readonly #width: number
  readonly #values: Float64Array
  /** By how much nodes miss their prediction, to be halved for each half-level since the first lattice. */
  readonly #doubts: Float64Array
  #computed = 0
  /** Nodes of the first lattice that were known already. */
  #known = 0

  /**
   * `budget` rows are computed at most, those in most doubt first, save where nothing can be guessed; and as many more as
   * `rowStep` have room for. Nodes of the first lattice that are `kept` are not computed, and the budget is smaller by
   * as many.
   */
  constructor(
    readonly resolution: number,
    private readonly eye: Eye,
    private readonly budget = Infinity,
    private readonly rowStep = 1,
    private readonly kept: Kept = () => undefined,
  ) {
    this.#stride = strideOf(resolution)
    this.#side = Math.ceil((resolution - 1) / this.#stride) * this.#stride + 1
    this.#margin = 3 * this.#stride
    this.#width = this.#side + 2 * this.#margin
    this.#values = new Float64Array(this.#width ** 2)
    this.#doubts = new Float64Array(this.#width ** 2)
  }

  /** How many nodes were computed. */
  get computed(): number {
    return this.#computed
  }

  /** What is to be computed, round by round: which nodes are in one depends on the values of the last. */
  *rounds(): Generator<Round, void, undefined> {
    const [stride, width] = [this.#stride, this.#width]
    const first = this.#nodes(0, 0, stride)
    yield* this.#compute(this.#unknown(first))
    if (stride === 1) return
    this.#extend(0, stride)
    this.#doubt(first, tilted(stride, width))
    for (let [step, halving] = [stride, 1 / 2]; step > 1; step /= 2, halving /= 4) {
      const half = step / 2
      const middles = this.#doubtful(this.#nodes(half, half, step), upright(half, width), halving)
      yield* this.#settle(worst(middles, this.#left(MIDDLES_SHARE)), halving)
      this.#extend(half, step)
      const nodes = concatenated(this.#nodes(half, 0, step), this.#nodes(0, half, step))
      const sides = this.#doubtful(nodes, tilted(half, width), halving / 2)
      yield* this.#settle(worst(sides, this.#left(half > 1 ? SIDES_SHARE : 1)), halving / 2)
      this.#extend(0, half)
    }
  }

  /** The values at the nodes of the grid, row-major [resolution, resolution], when the rounds are over. */
  values(): Float32Array {
    const { resolution } = this
    const all = new Float32Array(resolution * resolution)
    for (let row = 0; row < resolution; row++) {
      const start = this.#at(0, row)
      all.set(this.#values.subarray(start, start + resolution), row * resolution)
    }
    return all
  }

  /** A share of the budget that is left, in whole runs. */
  #left(share: number): number {
    const rows = Math.max(0, share * (this.budget - this.#computed - this.#known))
    return Math.ceil(rows / this.rowStep) * this.rowStep
  }

  #at(column: number, row: number): number {
    return (row + this.#margin) * this.#width + column + this.#margin
  }

  /** Where the nodes are whose columns and rows are these and every `step` on. */
  #nodes(column: number, row: number, step: number): Int32Array {
    const columns = Math.ceil((this.#side - column) / step)
    const found = new Int32Array(columns * Math.ceil((this.#side - row) / step))
    for (let k = 0; k < found.length; k += columns, row += step)
      for (let i = 0, at = this.#at(column, row); i < columns; i++, at += step) found[k + i] = at
    return found
  }

  /** Takes over what is kept of nodes; answers the others. */
  #unknown(nodes: Int32Array): Int32Array {
    const unknown = nodes.filter((at) => {
      const value = this.kept(this.#column(at), this.#row(at))
      if (value !== undefined) this.#values[at] = value
      return value === undefined
    })
    this.#known = nodes.length - unknown.length
    return unknown
  }

  #column(at: number): number {
    return (at % this.#width) - this.#margin
  }

  #row(at: number): number {
    return Math.floor(at / this.#width) - this.#margin
  }

  *#compute(at: Int32Array): Generator<Round, void, undefined> {
    const count = at.length
    if (count === 0) return
    const [nodes, values] = [new Int32Array(2 * count), new Float32Array(count)]
    for (let k = 0; k < count; k++) {
      nodes[2 * k] = this.#column(at[k])
      nodes[2 * k + 1] = this.#row(at[k])
    }
    yield { nodes, values }
    this.#computed += count
    this.eye.see(values)
    for (let k = 0; k < count; k++) this.#values[at[k]] = values[k]
  }

  /** Notes by how much nodes of the first lattice miss what the others predict. */
  #doubt(nodes: Int32Array, halves: Halves): void {
    for (const at of nodes) this.#doubts[at] = missed(this.#values[at], this.#predict(at, halves))
  }

  /** Predicts nodes and names those to be computed: `halving` is from the first lattice to this half-level. */
  #doubtful(nodes: Int32Array, halves: Halves, halving: number): Doubts {
    const [values, doubts, eye] = [this.#values, this.#doubts, this.eye]
    const { least } = eye
    const [sum, difference] = [halves.a + halves.b, halves.a - halves.b]
    const [found, excess] = [new Int32Array(nodes.length), new Float32Array(nodes.length)]
    let count = 0
    for (const at of nodes) {
      const p = values[at - sum]
      const q = values[at - difference]
      const r = values[at + difference]
      const s = values[at + sum]
      const top = Math.max(p, q, r, s)
      const blind = eye.isBlind(top)
      const value = blind ? (p + q + r + s) / 4 : this.#predict(at, halves)
      const doubt = Math.max(doubts[at - sum], doubts[at - difference], doubts[at + difference], doubts[at + sum])
      values[at] = value
      doubts[at] = doubt
      if (blind && top === -Infinity) continue // there is nothing to the edge of which it could belong
      const error = blind ? 0 : doubt * halving
      let times = 0
      if (!Number.isFinite(value)) times = Infinity
      else if (error > least) times = error / eye.tolerance(Math.max(top, value))
      if (times > 1) {
        found[count] = at
        excess[count++] = times
      }
    }
    return { at: found.subarray(0, count), excess: excess.subarray(0, count) }
  }

  /** Has nodes computed that were predicted, and notes by how much they had been missed. */
  *#settle(nodes: Int32Array, halving: number): Generator<Round, void, undefined> {
    const [values, doubts] = [this.#values, this.#doubts]
    const predicted = new Float64Array(nodes.length)
    for (let k = 0; k < nodes.length; k++) predicted[k] = values[nodes[k]]
    yield* this.#compute(nodes)
    for (let k = 0; k < nodes.length; k++) doubts[nodes[k]] = missed(values[nodes[k]], predicted[k]) / halving
  }

  /** The cubic (−1, 9, 9, −1)/16 through nodes at −3, −1, 1 and 3 halves, along both directions. */
  #predict(at: number, { a, b }: Halves): number {
    const v = this.#values
    const near = v[at - a - b] + v[at - a + b] + v[at + a - b] + v[at + a + b]
    const a3 = 3 * a
    const b3 = 3 * b
    const corners = v[at - a3 - b3] + v[at - a3 + b3] + v[at + a3 - b3] + v[at + a3 + b3]
    const along = v[at - a3 - b] + v[at - a3 + b] + v[at + a3 - b] + v[at + a3 + b]
    const across = v[at - a - b3] + v[at - a + b3] + v[at + a - b3] + v[at + a + b3]
    return (81 * near - 9 * (along + across) + corners) / 256
  }

  /** Values for three steps beyond the edges, of the nodes whose columns and rows are `from` and every `step` on. */
  #extend(from: number, step: number): void {
    const last = this.#side - 1 - from
    const down = step * this.#width
    for (let row = from; row <= last; row += step) this.#extendLine(this.#at(from, row), this.#at(last, row), step)
    for (let column = from - 3 * step; column <= last + 3 * step; column += step)
      this.#extendLine(this.#at(column, from), this.#at(column, last), down)
  }

  #extendLine(first: number, last: number, step: number): void {
    const values = this.#values
    for (let k = 0; k < 3; k++, first -= step, last += step) {
      values[first - step] = beyond(values[first], values[first + step])
      values[last + step] = beyond(values[last], values[last - step])
    }
  }
}

function concatenated(one: Int32Array, other: Int32Array): Int32Array {
  const both = new Int32Array(one.length + other.length)
  both.set(one)
  both.set(other, one.length)
  return both
}

/** What follows `last` on a line through it and the one before; the same again beyond the edge of a support. */
const beyond = (last: number, before: number): number => (Number.isFinite(before) ? 2 * last - before : last)

/** By how much a value misses its prediction; without bound where one of them is no number. */
function missed(value: number, predicted: number): number {
  const by = Math.abs(value - predicted)
  return Number.isNaN(by) ? Infinity : by
}
