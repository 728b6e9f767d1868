import { i32, op, type Expression } from '../assembler/expression'
import type { FunctionBuilder, FunctionReference, Local } from '../assembler/functionBuilder'
import type { ModuleBuilder } from '../assembler/moduleBuilder'
import type { Lanes } from '../lanes'
import { addProducts, addStep, type SumPlaces } from './sums'
import type { Tail } from './tail'
import { indices, tilesOf } from './tiling'

/** What is known of a product with weights when its kernel is compiled. */
export interface ProductSizes {
  /** K: features that are summed over. */
  readonly inner: number
  /** N: features of the result. */
  readonly outer: number
  /** T: numbers from one feature to the next, in what is multiplied and in every batched operand of the tail. */
  readonly tile: number
  /** Numbers from W(k, n) to W(k + 1, n) and to W(k, n + 1): (N, 1) for x·W of a row-major W, (1, K) for c·Wᵀ. */
  readonly weightStrides: { readonly inner: number; readonly outer: number }
}

/** Products this short are written out; others loop over k, one k a turn. */
const LONGEST_STRAIGHT = 2

/**
 * The register tile: features by vectors. Fused, ten sums, two vectors and three weights are all the registers there
 * are. Twelve sums leave room for one weight, and so for a block of `inBlocks` per feature: a RealNVP step takes 4 %
 * longer then, 23 % where another program runs on the same core. Unfused arithmetic needs a register for the product; a
 * feature or two have fewer weights than that; and what is soon summed up gains by longer runs of stores: more vectors
 * instead.
 */
const registerTile = ({ fused }: Lanes, { inner, outer }: ProductSizes) =>
  fused && outer > 2 && inner > LONGEST_STRAIGHT ? { features: 5, vectors: 2 } : { features: 2, vectors: 4 }

const VECTOR_BYTES = 16

/**
 * Emits out[n][t] = Σₖ W(k, n) x[k][t], with the tail in place of the store. The function takes (x, w, the tail's
 * pointers …, width): i32 addresses, then the rows of this tile, a multiple of two vectors and at most T. It sums over
 * k in order, each row by itself, so rows of padding harm none but their own results.
 */
export function emitProduct(
  module: ModuleBuilder,
  lanes: Lanes,
  sizes: ProductSizes,
  tail: Tail,
  name?: string,
): FunctionReference {
  const params = new Array<'i32'>(tail.pointers + 3).fill('i32')
  const { features, vectors: widest } = registerTile(lanes, sizes)
  const writeBody = (f: FunctionBuilder) => {
    const overFeatures = (row: Local, vectors: number) => {
      for (const { from, size, tiles } of tilesOf(sizes.outer, features))
        f.for(i32(from), i32(from + size * tiles), size, (feature) => {
          writeTile(f, lanes, sizes, tail, { feature, features: size, row, vectors })
        })
    }
    // Rows are counted in bytes. What tiles of four vectors leave is two.
    const end = f.let(op('i32.mul', f.param(tail.pointers + 2), i32(lanes.bytes)))
    const wide = f.let(op('i32.and', end, i32(-widest * VECTOR_BYTES)))
    f.for(i32(0), wide, widest * VECTOR_BYTES, (row) => {
      overFeatures(row, widest)
    })
    if (widest > 2)
      f.if(op('i32.ne', wide, end), () => {
        overFeatures(wide, 2)
      })
  }
  return module.function({ params, results: [] }, writeBody, name)
}

interface RegisterTile {
  /** Its first feature. */
  readonly feature: Expression
  readonly features: number
  /** Bytes from a feature's start to the tile's first row. */
  readonly row: Expression
  readonly vectors: number
}

function writeTile(f: FunctionBuilder, lanes: Lanes, sizes: ProductSizes, tail: Tail, tile: RegisterTile): void {
  f.scope(() => {
    const sums = indices(tile.features).map(() => indices(tile.vectors).map(() => f.local('v128')))
    writeSums(f, lanes, sizes, tile, sums)
    writeTail(f, lanes, sizes, tail, tile, sums)
  })
}

/** Sums over k, each in a register tile: see `addProducts`. */
function writeSums(
  f: FunctionBuilder,
  lanes: Lanes,
  { inner, tile: T, weightStrides }: ProductSizes,
  { feature, row }: RegisterTile,
  sums: readonly (readonly Local[])[],
): void {
  const between = weightStrides.outer * lanes.bytes
  const at: SumPlaces = {
    x: f.let(op('i32.add', f.param(0), row)),
    xStep: T * lanes.bytes,
    w: f.let(op('i32.add', f.param(1), op('i32.mul', feature, i32(between)))),
    wStep: weightStrides.inner * lanes.bytes,
    between,
    always: f.param(f.type.params.length - 1), // the width, never 0
  }
  if (inner <= LONGEST_STRAIGHT) {
    addStep(f, lanes, at, 0, sums, lanes.mul)
    for (let k = 1; k < inner; k++) addStep(f, lanes, at, k, sums, lanes.madd)
  } else {
    for (const sum of sums.flat()) f.set(sum, lanes.constant(0))
    addProducts(f, lanes, at, i32(inner), sums)
  }
}

function writeTail(
  f: FunctionBuilder,
  lanes: Lanes,
  { tile: T }: ProductSizes,
  tail: Tail,
  { feature, row }: RegisterTile,
  sums: readonly (readonly Local[])[],
): void {
  const pointer = (index: number): Expression => {
    if (index >= tail.pointers) throw new Error(`internal: a tail of ${tail.pointers} pointers has no number ${index}`)
    return f.param(2 + index)
  }
  const inFeature = f.let(op('i32.mul', feature, i32(lanes.bytes)))
  const inBatch = f.let(op('i32.add', op('i32.mul', feature, i32(T * lanes.bytes)), row))
  sums.forEach((ofFeature, n) => {
    ofFeature.forEach((value, v) => {
      const inVector = v * VECTOR_BYTES
      tail.write({
        f,
        lanes,
        value,
        batched: (i) => ({ address: op('i32.add', pointer(i), inBatch), offset: n * T * lanes.bytes + inVector }),
        perFeature: (i) => ({ address: op('i32.add', pointer(i), inFeature), offset: n * lanes.bytes }),
        perRow: (i) => ({ address: op('i32.add', pointer(i), row), offset: inVector }),
        shared: (i) => ({ address: pointer(i), offset: 0 }),
      })
    })
  })
}
