import { i32, op, type Expression } from '../assembler/expression'
import type { FunctionBuilder, FunctionReference, Local } from '../assembler/functionBuilder'
import type { ModuleBuilder } from '../assembler/moduleBuilder'
import type { Lanes } from '../lanes'
import { storeSums } from './acrossLanes'
import { indices, tilesOf } from './tiling'

/** What is known of a weight gradient when its kernel is compiled. */
export interface GradientSizes {
  /** K: features of x. */
  readonly inner: number
  /** N: features of g. */
  readonly outer: number
  /** T: numbers from one feature to the next in x and g. */
  readonly tile: number
  /** Numbers from dW(k, n) to dW(k + 1, n) and to dW(k, n + 1). One of them 1 is fast. */
  readonly weightStrides: { readonly inner: number; readonly outer: number }
}

const VECTOR_BYTES = 16

/** Of V8's 15 vector registers, those for sums, operands and a product: one more is the scratch of unfused arithmetic. */
const REGISTERS = 14

/**
 * Emits dW(k, n) = Σₜ x[k][t] g[n][t] over the rows of one tile. The function takes (x, g, dW, accumulate, width): i32
 * addresses; 1 to add to what dW holds, 0 to replace it; the rows, a multiple of two vectors and at most T. Rows of
 * padding count, so they must be zero in both x and g. Each lane is summed in the order of rows, then the lanes.
 */
export function emitWeightGradient(
  module: ModuleBuilder,
  lanes: Lanes,
  { inner, outer, tile, weightStrides }: GradientSizes,
  name?: string,
): FunctionReference {
  const [x, g] = [
    { param: 0, features: inner, stride: weightStrides.inner },
    { param: 1, features: outer, stride: weightStrides.outer },
  ]
  // The gradient's neighbours in memory should be neighbours in a register tile, to be stored as one vector.
  const [far, near] = weightStrides.inner < weightStrides.outer ? [g, x] : [x, g]
  const nearWidth = Math.min(4, near.features)
  const farWidth = Math.floor((REGISTERS - nearWidth) / (nearWidth + 1))
  const writeBody = (f: FunctionBuilder) => {
    const end = f.let(op('i32.mul', f.param(4), i32(lanes.bytes)))
    const kept = f.let(op('i32x4.splat', op('i32.sub', i32(0), f.param(3))))
    overTiles(f, far.features, farWidth, (k, rows) => {
      overTiles(f, near.features, nearWidth, (n, columns) => {
        const sums = indices(rows * columns).map(() => f.let(lanes.constant(0)))
        const [a, b] = [featureAt(f, lanes, tile, far.param, k), featureAt(f, lanes, tile, near.param, n)]
        f.for(i32(0), end, VECTOR_BYTES, (row) => {
          const as = vectorsAt(f, lanes, tile, rows, op('i32.add', a, row))
          const bs = vectorsAt(f, lanes, tile, columns, op('i32.add', b, row))
          sums.forEach((sum, i) => {
            f.set(sum, lanes.madd(as[Math.floor(i / columns)], bs[i % columns], sum))
          })
        })
        const first = op('i32.add', op('i32.mul', k, i32(far.stride)), op('i32.mul', n, i32(near.stride)))
        const address = f.let(op('i32.add', f.param(2), op('i32.mul', first, i32(lanes.bytes))))
        const placed = sums.map((partial, i) => ({
          partial,
          position: Math.floor(i / columns) * far.stride + (i % columns) * near.stride,
        }))
        storeSums(f, lanes, placed, address, kept)
      })
    })
  }
  return module.function({ params: ['i32', 'i32', 'i32', 'i32', 'i32'], results: [] }, writeBody, name)
}

/** What is known of sums over rows when their kernel is compiled. */
export interface RowSumSizes {
  /** N: features. */
  readonly features: number
  /** T: numbers from one feature to the next. */
  readonly tile: number
}

/**
 * Emits db[n] = Σₜ g[n][t] over the rows of one tile, a bias's gradient. The function takes (g, db, accumulate, width),
 * which mean the same as for a weight gradient; rows of padding must be zero.
 */
export function emitRowSums(
  module: ModuleBuilder,
  lanes: Lanes,
  { features, tile }: RowSumSizes,
  name?: string,
): FunctionReference {
  const writeBody = (f: FunctionBuilder) => {
    const end = f.let(op('i32.mul', f.param(3), i32(lanes.bytes)))
    const kept = f.let(op('i32x4.splat', op('i32.sub', i32(0), f.param(2))))
    overTiles(f, features, 4, (n, count) => {
      const sums = indices(count).map(() => f.let(lanes.constant(0)))
      const g = featureAt(f, lanes, tile, 0, n)
      f.for(i32(0), end, VECTOR_BYTES, (row) => {
        const vectors = vectorsAt(f, lanes, tile, count, op('i32.add', g, row))
        sums.forEach((sum, i) => {
          f.set(sum, lanes.add(sum, vectors[i]))
        })
      })
      const address = f.let(op('i32.add', f.param(1), op('i32.mul', n, i32(lanes.bytes))))
      storeSums(f, lanes, sums.map((partial, position) => ({ partial, position })), address, kept) // prettier-ignore
    })
  }
  return module.function({ params: ['i32', 'i32', 'i32', 'i32'], results: [] }, writeBody, name)
}

/** Runs `body` at the first feature of every tile, with the tile's size. */
function overTiles(
  f: FunctionBuilder,
  features: number,
  largest: number,
  body: (feature: Local, size: number) => void,
): void {
  for (const { from, size, tiles } of tilesOf(features, largest))
    f.for(i32(from), i32(from + size * tiles), size, (feature) => {
      body(feature, size)
    })
}

/** The address of a feature's first row, of the batched values at this parameter. */
const featureAt = (f: FunctionBuilder, lanes: Lanes, tile: number, param: number, feature: Local): Local =>
  f.let(op('i32.add', f.param(param), op('i32.mul', feature, i32(tile * lanes.bytes))))

/** The vectors at one row of neighbouring features. */
function vectorsAt(
  f: FunctionBuilder,
  lanes: Lanes,
  tile: number,
  features: number,
  row: Expression,
): readonly Local[] {
  const at = f.let(row)
  return indices(features).map((i) => f.let(lanes.load(at, i * tile * lanes.bytes)))
}
