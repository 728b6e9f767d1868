import { i32, op, type Expression } from '../assembler/expression'
import type { FunctionBuilder, FunctionReference, Local } from '../assembler/functionBuilder'
import type { ModuleBuilder } from '../assembler/moduleBuilder'
import type { Lanes } from '../lanes'
import { storeSums, transposed } from './acrossLanes'
import { inBlocks, spareRegisters } from './registers'
import { addProducts, type SumPlaces } from './sums'
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
 * The register tile where rows are the loop: vectors of neighbours, by features of the other operand. It reads the
 * neighbours from panels, in which the numbers of a row lie side by side, so that no lanes are left to be added up.
 */
const PANEL = { vectors: 2, features: 5 }

/** Writing panels is worth it where so many features are multiplied by them. */
const WORTH_PANELS = 32

/** Bytes of panels that are kept at a time: 64 features of a common tile, more than half of a common first cache. */
const MOST_PANELS = 20480

/** An operand of a weight gradient. */
interface Operand {
  /** The parameter that holds its address. */
  readonly param: number
  readonly features: number
  /** Numbers between the gradients of its features. */
  readonly stride: number
}

/** Which operand's gradients are neighbours in a register tile, `near`, and how many panels they fill. */
function operandsOf(lanes: Lanes, { inner, outer, weightStrides }: GradientSizes) {
  const x: Operand = { param: 0, features: inner, stride: weightStrides.inner }
  const g: Operand = { param: 1, features: outer, stride: weightStrides.outer }
  // Neighbours in memory, to be stored as one vector.
  const [far, near] = x.stride < g.stride ? [g, x] : [x, g]
  const worthPanels = lanes.fused && near.stride === 1 && far.features >= WORTH_PANELS
  const panels = worthPanels ? Math.floor(near.features / (PANEL.vectors * lanes.count)) : 0
  return { far, near, panels }
}

const bytesOfPanel = (tile: number): number => tile * PANEL.vectors * VECTOR_BYTES

/** Panels that are written before the other operand is multiplied by them. */
const panelsAtATime = (tile: number): number => Math.max(1, Math.floor(MOST_PANELS / bytesOfPanel(tile)))

/** Bytes that a weight gradient needs for its own use. */
export const panelBytes = (lanes: Lanes, sizes: GradientSizes): number =>
  Math.min(operandsOf(lanes, sizes).panels, panelsAtATime(sizes.tile)) * bytesOfPanel(sizes.tile)

/**
 * Emits dW(k, n) = Σₜ x[k][t] g[n][t] over the rows of one tile. The function takes (x, g, dW, accumulate, width,
 * panels): i32 addresses; 1 to add to what dW holds, 0 to replace it; the rows, a multiple of two vectors and at most T;
 * where `panelBytes` may be written. Rows of padding count, so they must be zero in both x and g. The order of additions
 * depends on nothing but the sizes.
 */
export function emitWeightGradient(
  module: ModuleBuilder,
  lanes: Lanes,
  sizes: GradientSizes,
  name?: string,
): FunctionReference {
  const { far, near, panels } = operandsOf(lanes, sizes)
  const writeBody = (f: FunctionBuilder) => {
    const context: Context = {
      f,
      lanes,
      tile: sizes.tile,
      end: f.let(op('i32.mul', f.param(4), i32(lanes.bytes))),
      kept: f.let(op('i32x4.splat', op('i32.sub', i32(0), f.param(3)))),
    }
    const inPanel = PANEL.vectors * lanes.count
    if (panels > 0)
      overTiles(f, panels, panelsAtATime(sizes.tile), (panel, count) => {
        const feature = f.let(op('i32.mul', panel, i32(inPanel)))
        writePanels(context, near, feature, count)
        timesPanels(context, far, feature, count)
      })
    if (panels * inPanel < near.features) sumAcrossRows(context, far, near, panels * inPanel)
  }
  return module.function({ params: ['i32', 'i32', 'i32', 'i32', 'i32', 'i32'], results: [] }, writeBody, name)
}

/** What all parts of a weight gradient's function share. */
interface Context {
  readonly f: FunctionBuilder
  readonly lanes: Lanes
  readonly tile: number
  /** Bytes of a feature's rows. */
  readonly end: Local
  /** All ones where what dW holds is kept. */
  readonly kept: Local
}

/** Writes `count` panels: of each row in turn the numbers of features from the `feature`th on, then the next panel. */
function writePanels({ f, lanes, tile, end }: Context, near: Operand, feature: Local, count: number): void {
  f.scope(() => {
    const from = featureAt(f, lanes, tile, near.param, feature)
    const to = f.let(f.param(5))
    f.for(i32(0), i32(count), 1, () => {
      f.for(i32(0), end, VECTOR_BYTES, (row) => {
        const at = f.let(op('i32.add', from, row))
        for (let v = 0; v < PANEL.vectors; v++)
          f.scope(() => {
            const offsets = indices(lanes.count).map((i) => (v * lanes.count + i) * tile * lanes.bytes)
            const vectors = offsets.map((offset) => f.let(lanes.load(at, offset)))
            transposed(f, lanes, vectors).forEach((numbers, i) => {
              lanes.store(f, to, numbers, (i * PANEL.vectors + v) * VECTOR_BYTES)
            })
          })
        f.set(to, op('i32.add', to, i32(lanes.count * PANEL.vectors * VECTOR_BYTES)))
      })
      f.set(from, op('i32.add', from, i32(PANEL.vectors * lanes.count * tile * lanes.bytes)))
    })
  })
}

/**
 * The gradients of the features in panels. Of the far operand, whose features are a line of the cache or more apart, a
 * few are read again and again; the panels, which lie close together, once for each of those few.
 */
function timesPanels({ f, lanes, tile, kept }: Context, far: Operand, feature: Local, count: number): void {
  overTiles(f, far.features, PANEL.features, (k, features) => {
    const panel = f.let(f.param(5))
    const rows = featureAt(f, lanes, tile, far.param, k)
    const first = op('i32.add', op('i32.mul', k, i32(far.stride)), feature)
    const dW = f.let(op('i32.add', f.param(2), op('i32.mul', first, i32(lanes.bytes))))
    f.for(i32(0), i32(count), 1, () => {
      const sums = indices(features).map(() => indices(PANEL.vectors).map(() => f.local('v128')))
      const places: SumPlaces = {
        x: panel, // ends at the next one
        xStep: PANEL.vectors * VECTOR_BYTES,
        w: f.let(rows),
        wStep: lanes.bytes,
        between: tile * lanes.bytes,
        always: f.param(4), // the width, never 0
      }
      const offset = (i: number, v: number) => i * far.stride * lanes.bytes + v * VECTOR_BYTES
      sums.forEach((ofFeature, i) => {
        ofFeature.forEach((sum, v) => { f.set(sum, lanes.and(lanes.load(dW, offset(i, v)), kept)) }) // prettier-ignore
      })
      addProducts(f, lanes, places, f.param(4), sums)
      sums.forEach((ofFeature, i) => {
        ofFeature.forEach((sum, v) => { lanes.store(f, dW, sum, offset(i, v)) }) // prettier-ignore
      })
      f.set(dW, op('i32.add', dW, i32(PANEL.vectors * VECTOR_BYTES)))
    })
  })
}

/**
 * The gradients of the near operand's features from the `start`th on, a vector of rows a turn: each lane is summed in
 * the order of rows, then the lanes, which takes the longer, the fewer the rows.
 */
function sumAcrossRows({ f, lanes, tile, end, kept }: Context, far: Operand, near: Operand, start: number): void {
  const largest = registerTile(lanes, near.features - start)
  const writeTile = (k: Local, rows: number, n: Local, columns: number) => {
    const sums = indices(rows * columns).map(() => f.let(lanes.constant(0)))
    const sumOf = (i: number, j: number) => sums[i * columns + j]
    const [a, b] = [featureAt(f, lanes, tile, far.param, k), featureAt(f, lanes, tile, near.param, n)]
    f.for(i32(0), end, VECTOR_BYTES, (row) => {
      const as = { at: f.let(op('i32.add', a, row)), features: rows }
      const bs = { at: f.let(op('i32.add', b, row)), features: columns }
      if (rows <= columns) addPairs(f, lanes, tile, as, bs, sumOf)
      else addPairs(f, lanes, tile, bs, as, (j, i) => sumOf(i, j))
    })
    const first = op('i32.add', op('i32.mul', k, i32(far.stride)), op('i32.mul', n, i32(near.stride)))
    const address = f.let(op('i32.add', f.param(2), op('i32.mul', first, i32(lanes.bytes))))
    const placed = sums.map((partial, i) => ({
      partial,
      position: Math.floor(i / columns) * far.stride + (i % columns) * near.stride,
    }))
    storeSums(f, lanes, placed, address, kept)
  }
  overTiles(f, far.features, largest.far, (k, rows) => {
    overTiles(
      f,
      near.features,
      largest.near,
      (n, columns) => {
        writeTile(k, rows, n, columns)
      },
      start,
    )
  })
}

/** Neighbouring features at one vector of rows. */
interface Vectors {
  readonly at: Expression
  readonly features: number
}

/** Adds each product of a held and a streamed vector to its sum; the streamed are in registers only as they come. */
function addPairs(
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

/** Runs `body` at the first feature of every tile from the `start`th feature on, with the tile's size. */
function overTiles(
  f: FunctionBuilder,
  features: number,
  largest: number,
  body: (feature: Local, size: number) => void,
  start = 0,
): void {
  for (const { from, size, tiles } of tilesOf(features - start, largest))
    f.for(i32(start + from), i32(start + from + size * tiles), size, (feature) => {
      body(feature, size)
    })
}

/** The address of a feature's first row, of the batched values at this parameter. */
const featureAt = (f: FunctionBuilder, lanes: Lanes, tile: number, param: number, feature: Local): Local =>
  f.let(op('i32.add', f.param(param), op('i32.mul', feature, i32(tile * lanes.bytes))))
