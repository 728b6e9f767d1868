import { choose, i32, load, op, type Expression } from '../assembler/expression'
import type { FunctionBuilder, FunctionReference, Local } from '../assembler/functionBuilder'
import type { ModuleBuilder } from '../assembler/moduleBuilder'
import type { Lanes } from '../lanes'
import { sumsAcross } from './acrossLanes'
import type { GradientSizes } from './productGradient'
import type { ProductSizes } from './product'
import { inBlocks, spareRegisters } from './registers'
import type { Tail } from './tail'
import { indices, tilesOf } from './tiling'

const VECTOR_BYTES = 16

/** Whether W(k, n) may differ from zero. */
export type Present = (k: number, n: number) => boolean

/** Features that are computed together, and what they need of the other side: all that one of them needs. */
interface Group {
  readonly features: readonly number[]
  readonly others: readonly number[]
}

/** Groups of at most `largest` features that need nearly the same. */
function groupsOf(count: number, largest: number, needs: (feature: number) => readonly number[]): Group[] {
  const sorted = indices(count)
    .map((feature) => ({ feature, others: needs(feature) }))
    .toSorted((a, b) => a.others.length - b.others.length || a.others.join().localeCompare(b.others.join()))
  return tilesOf(count, largest).flatMap(({ from, size, tiles }) =>
    indices(tiles).map((tile) => {
      const members = sorted.slice(from + tile * size, from + (tile + 1) * size)
      const others = [...new Set(members.flatMap((member) => member.others))].sort((a, b) => a - b)
      return { features: members.map(({ feature }) => feature), others }
    }),
  )
}

/** Bytes of a table's entry: two offsets. */
const ENTRY = 8

/** Runs over entries [from, to) of the table at `address`, `step` at a time. */
function overEntries(
  f: FunctionBuilder,
  address: number,
  from: number,
  to: number,
  step: number,
  body: (entry: Local) => void,
): void {
  if (to > from) f.for(i32(address + from * ENTRY), i32(address + to * ENTRY), step * ENTRY, body)
}

/**
 * Emits the same as `emitProduct` for weights of which many are zero for good, W(k, n) where `present` does not hold: it
 * does not visit them. `table` keeps a list of 32-bit numbers in the program's memory and gives its address.
 */
export function emitMaskedProduct(
  module: ModuleBuilder,
  lanes: Lanes,
  { inner, outer, tile: T, weightStrides }: ProductSizes,
  present: Present,
  table: (values: readonly number[]) => number,
  tail: Tail,
): FunctionReference {
  const { bytes } = lanes
  const [largest, vectors] = lanes.fused ? [5, 2] : [4, 2]
  const groups = groupsOf(outer, largest, (n) => indices(inner).filter((k) => present(k, n)))
  const entries = groups.flatMap(({ others }) =>
    others.flatMap((k) => [k * T * bytes, k * weightStrides.inner * bytes]),
  )
  const address = table(entries)
  const params = new Array<'i32'>(tail.pointers + 3).fill('i32')
  return module.function({ params, results: [] }, (f) => {
    const width = f.param(tail.pointers + 2)
    const end = f.let(op('i32.mul', width, i32(bytes)))
    f.for(i32(0), end, vectors * VECTOR_BYTES, (row) => {
      let from = 0
      for (const { features, others } of groups) {
        f.scope(() => {
          const sums = features.map(() => indices(vectors).map(() => f.let(lanes.constant(0))))
          const start = f.let(op('i32.add', f.param(0), row))
          overEntries(f, address, from, from + others.length, 1, (entry) => {
            const x = f.let(op('i32.add', start, load('i32.load', entry)))
            const w = f.let(op('i32.add', f.param(1), load('i32.load', entry, 4)))
            const xs = indices(vectors).map((v) => f.let(lanes.load(x, v * VECTOR_BYTES)))
            const held = spareRegisters(lanes, features.length * vectors + vectors)
            inBlocks(f, width, sums, held, (ofFeature, i) => {
              const weight = f.let(lanes.loadSplat(w, features[i] * weightStrides.outer * bytes))
              ofFeature.forEach((sum, v) => { f.set(sum, lanes.madd(xs[v], weight, sum)) }) // prettier-ignore
            })
          })
          from += others.length
          sums.forEach((ofFeature, i) => {
            const feature = features[i]
            ofFeature.forEach((value, v) => {
              const inVector = v * VECTOR_BYTES
              const pointer = (index: number): Expression => f.param(2 + index)
              tail.write({
                f,
                lanes,
                value,
                batched: (index) => ({
                  address: op('i32.add', pointer(index), row),
                  offset: feature * T * bytes + inVector,
                }),
                perFeature: (index) => ({ address: pointer(index), offset: feature * bytes }),
                perRow: (index) => ({ address: op('i32.add', pointer(index), row), offset: inVector }),
                shared: (index) => ({ address: pointer(index), offset: 0 }),
              })
            })
          })
        })
      }
    })
  })
}

/**
 * Emits the same as `emitWeightGradient`, but only for weights that `present` holds for; where the others lie is left
 * alone.
 */
export function emitMaskedGradient(
  module: ModuleBuilder,
  lanes: Lanes,
  { inner, outer, tile: T, weightStrides }: GradientSizes,
  present: Present,
  table: (values: readonly number[]) => number,
): FunctionReference {
  const { bytes, scalarType } = lanes
  const groups = groupsOf(inner, 4, (k) => indices(outer).filter((n) => present(k, n)))
  const entries = groups.flatMap(({ others }) =>
    others.flatMap((n) => [n * T * bytes, n * weightStrides.outer * bytes]),
  )
  const address = table(entries)
  return module.function({ params: ['i32', 'i32', 'i32', 'i32', 'i32'], results: [] }, (f) => {
    const [x, g, dW, accumulate, width] = indices(5).map((i) => f.param(i))
    const end = f.let(op('i32.mul', width, i32(bytes)))
    let from = 0
    for (const { features, others } of groups) {
      const pairs = from + 2 * Math.floor(others.length / 2)
      const sumUp = (columns: number) => (entry: Local) => {
        const gs = indices(columns).map((j) => f.let(op('i32.add', g, load('i32.load', entry, j * ENTRY))))
        const sums = features.map(() => gs.map(() => f.let(lanes.constant(0))))
        f.for(i32(0), end, VECTOR_BYTES, (row) => {
          const at = f.let(op('i32.add', x, row))
          const vectors = gs.map((start) => f.let(lanes.load(op('i32.add', start, row))))
          const held = spareRegisters(lanes, features.length * columns + columns)
          inBlocks(f, width, sums, held, (ofFeature, i) => {
            const value = f.let(lanes.load(at, features[i] * T * bytes))
            ofFeature.forEach((sum, j) => { f.set(sum, lanes.madd(value, vectors[j], sum)) }) // prettier-ignore
          })
        })
        gs.forEach((_, j) => {
          const column = f.let(op('i32.add', dW, load('i32.load', entry, j * ENTRY + 4)))
          for (let i = 0; i < features.length; i += lanes.count) {
            f.scope(() => {
              const group = sums.slice(i, i + lanes.count).map((ofFeature) => ofFeature[j])
              const padding = Array.from({ length: lanes.count - group.length }, () => lanes.constant(0))
              const across = f.let(sumsAcross(f, lanes, [...group, ...padding]))
              group.forEach((_sum, place) => {
                const offset = features[i + place] * weightStrides.inner * bytes
                const sum = lanes.lane(across, place)
                const before = choose(accumulate, lanes.loadScalar(column, offset), lanes.scalar(0))
                lanes.storeScalar(f, column, op(`${scalarType}.add`, sum, before), offset)
              })
            })
          }
        })
      }
      overEntries(f, address, from, pairs, 2, sumUp(2))
      overEntries(f, address, pairs, from + others.length, 1, sumUp(1))
      from += others.length
    }
  })
}
