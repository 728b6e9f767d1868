import { i32, op, type Expression } from '../assembler/expression'
import type { FunctionBuilder, FunctionReference, Local } from '../assembler/functionBuilder'
import type { ModuleBuilder } from '../assembler/moduleBuilder'
import type { Lanes } from '../lanes'
import { storeSums } from './acrossLanes'
import { inBlocks, spareRegisters } from './registers'
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

/**
 * The register tile: features of the operand whose gradients are neighbours in memory, by features of the other. As
 * many sums as registers allow beside three operands, see `inBlocks`, and rows of the gradient no shorter than a vector
 * where there is so much.
 */
function registerTile({ fused }: Lanes, nearFeatures: number): { readonly near: number; readonly far: number } {
  if (nearFeatures > 3) return fused ? { near: 5, far: 2 } : { near: 4, far: 2 }
  if (nearFeatures === 3) return fused ? { near: 3, far: 3 } : { near: 3, far: 2 }
  return { near: nearFeatures, far: fused ? 6 : 4 }
}

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
  const largest = registerTile(lanes, near.features)
  const writeBody = (f: FunctionBuilder) => {
    const end = f.let(op('i32.mul', f.param(4), i32(lanes.bytes)))
    const kept = f.let(op('i32x4.splat', op('i32.sub', i32(0), f.param(3))))
    overTiles(f, far.features, largest.far, (k, rows) => {
      overTiles(f, near.features, largest.near, (n, columns) => {
        const sums = indices(rows * columns).map(() => f.let(lanes.constant(0)))
        const sumOf = (i: number, j: number) => sums[i * columns + j]
        const [a, b] = [featureAt(f, lanes, tile, far.param, k), featureAt(f, lanes, tile, near.param, n)]
        f.for(i32(0), end, VECTOR_BYTES, (row) => {
          const as = { at: f.let(op('i32.add', a, row)), features: rows }
          const bs = { at: f.let(op('i32.add', b, row)), features: columns }
          if (rows <= columns) addProducts(f, lanes, tile, as, bs, sumOf)
          else addProducts(f, lanes, tile, bs, as, (j, i) => sumOf(i, j))
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

/** Neighbouring features at one vector of rows. */
interface Vectors {
  readonly at: Expression
  readonly features: number
}

/** Adds each product of a held and a streamed vector to its sum; the streamed are in registers only as they come. */
function addProducts(
  f: FunctionBuilder,
  lanes: Lanes,
  tile: number,
  held: Vectors,
  streamed: Vectors,
  sumOf: (held: number, streamed: number) => Local,
): void {
  const vectorAt = ({ at }: Vectors, feature: number) => f.let(lanes.load(at, feature * tile * lanes.bytes))
  const holds = indices(held.features).map((i) => vectorAt(held, i))
  const spare = spareRegisters(lanes, held.features * streamed.features + held.features)
  const always = f.param(4) // the width, never 0
  inBlocks(f, always, indices(streamed.features), spare, (j) => {
    const vector = vectorAt(streamed, j)
    holds.forEach((hold, i) => { f.set(sumOf(i, j), lanes.madd(hold, vector, sumOf(i, j))) }) // prettier-ignore
  })
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
        const at = f.let(op('i32.add', g, row))
        sums.forEach((sum, i) => {
          f.set(sum, lanes.add(sum, lanes.load(at, i * tile * lanes.bytes)))
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
