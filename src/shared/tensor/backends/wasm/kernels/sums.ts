import { i32, op, type Expression } from '../assembler/expression'
import type { FunctionBuilder, Local } from '../assembler/functionBuilder'
import type { Lanes } from '../lanes'
import { inBlocks, spareRegisters } from './registers'
import { indices } from './tiling'

/** Where the operands of a register tile of products begin, and how far it is to the next, in bytes. */
export interface SumPlaces {
  /** Vectors that are neighbours in memory. */
  readonly x: Local
  readonly xStep: number
  /** Numbers, one for each row of sums, `between` apart. */
  readonly w: Local
  readonly wStep: number
  readonly between: number
  /** Not zero. */
  readonly always: Expression
}

const VECTOR_BYTES = 16

/** The `k`th summand of each sum: `sumOf` a vector of x, a number of w in all lanes, and the sum so far. */
export function addStep(
  f: FunctionBuilder,
  lanes: Lanes,
  { x, xStep, w, wStep, between, always }: SumPlaces,
  k: number,
  sums: readonly (readonly Local[])[],
  sumOf: (x: Expression, w: Expression, before: Local) => Expression,
): void {
  const vectors = sums[0].length
  const held = spareRegisters(lanes, sums.length * vectors + vectors)
  f.scope(() => {
    const xs = indices(vectors).map((v) => f.let(lanes.load(x, k * xStep + v * VECTOR_BYTES)))
    inBlocks(f, always, sums, held, (row, n) => {
      const number = f.let(lanes.loadSplat(w, k * wStep + n * between))
      row.forEach((sum, v) => { f.set(sum, sumOf(xs[v], number, sum)) }) // prettier-ignore
    })
  })
}

/**
 * Adds Σₖ w(k, n) x[k][v] to sums[n][v], k in order. Moves x and w past what it read. One k a turn: V8 unrolls the loop
 * itself once registers are assigned; unrolled by hand, sums leave their registers and it takes 1.5 to 1.8 times as long.
 */
export function addProducts(
  f: FunctionBuilder,
  lanes: Lanes,
  places: SumPlaces,
  count: Expression,
  sums: readonly (readonly Local[])[],
): void {
  const { x, xStep, w, wStep } = places
  f.for(i32(0), count, 1, () => {
    addStep(f, lanes, places, 0, sums, lanes.madd)
    f.set(x, op('i32.add', x, i32(xStep)))
    f.set(w, op('i32.add', w, i32(wStep)))
  })
}
