import {
  emitRowSums,
  emitWeightGradient,
  panelBytes,
  type GradientSizes,
} from '@shared/tensor/backends/wasm/kernels/productGradient'
import type { Lanes } from '@shared/tensor/backends/wasm/lanes'
import { describe, expect, it } from 'vitest'
import { arithmetics, KernelRun, numbers } from './support/kernel'

const small = [1, 2, 3, 4, 5, 6, 7, 8, 9]
const pairs = small.flatMap((inner) => small.map((outer) => [inner, outer] as const))
const layers = [[2, 64], [64, 64], [64, 2], [64, 184], [21, 128], [128, 43], [1, 44], [43, 1], [23, 17], [16, 8]] as const // prettier-ignore

const plain = (inner: number, outer: number, tile: number): GradientSizes => ({
  inner,
  outer,
  tile,
  weightStrides: { inner: outer, outer: 1 },
})
const transposed = (inner: number, outer: number, tile: number): GradientSizes => ({
  ...plain(inner, outer, tile),
  weightStrides: { inner: 1, outer: inner },
})

/** Σₜ x[k][t] g[n][t] over `width` rows in float64, where the strides place it, on top of `before`. */
function expected({ inner, outer, tile, weightStrides }: GradientSizes, width: number, [x, g, before]: Float64Array[]) {
  const result = before.slice()
  for (let k = 0; k < inner; k++)
    for (let n = 0; n < outer; n++)
      for (let t = 0; t < width; t++)
        result[k * weightStrides.inner + n * weightStrides.outer] += x[k * tile + t] * g[n * tile + t]
  return result
}

const worst = (result: Float64Array, wanted: Float64Array) =>
  result.reduce((largest, value, i) => {
    const error = Math.abs(value - wanted[i])
    return error <= largest ? largest : error // NaN too
  }, 0)

const bound = ({ precision }: Lanes, width: number) => (precision === 'float32' ? 1e-6 : 1e-15) * (width + 1)

/** Largest error over `width` rows; `before` is what the gradient held, on top of which it is added if given. */
function errorOf(lanes: Lanes, sizes: GradientSizes, width: number, accumulate: boolean): number {
  const kernel = new KernelRun(lanes, (module, name) => emitWeightGradient(module, lanes, sizes, name))
  const [x, g] = [numbers(sizes.inner * sizes.tile, 1), numbers(sizes.outer * sizes.tile, 2)]
  const size = sizes.inner * sizes.outer
  const before = accumulate ? numbers(size, 3) : new Float64Array(size)
  const [xAt, gAt] = [kernel.place(x), kernel.place(g)]
  const out = kernel.place(accumulate ? before : new Float64Array(size).fill(NaN))
  const panel = kernel.place(new Float64Array(panelBytes(lanes, sizes) / lanes.bytes).fill(NaN))
  kernel.call(xAt, gAt, out, Number(accumulate), width, panel)
  kernel.expectGuarded()
  return worst(kernel.read(out, size), expected(sizes, width, [x, g, before]))
}

describe.each(arithmetics)('a weight gradient, %s', (_, lanes) => {
  const rows = 8 * lanes.count

  it.each([
    ['plain', plain],
    ['transposed', transposed],
  ])('is the sum over rows for every remainder, weights %s', (_name, sizesOf) => {
    for (const [inner, outer] of [...pairs, ...layers])
      expect(errorOf(lanes, sizesOf(inner, outer, rows), rows, false), `${inner}×${outer}`).toBeLessThan(
        bound(lanes, rows),
      )
  })

  it('adds to what it holds when told to, and else not even sees a NaN there', () => {
    for (const [inner, outer] of [
      [1, 3],
      [5, 7],
      [9, 2],
      [20, 19],
      [64, 43],
    ] as const)
      // prettier-ignore
      expect(errorOf(lanes, plain(inner, outer, rows), rows, true), `${inner}×${outer}`).toBeLessThan(
        bound(lanes, rows),
      )
  })

  it.each([2, 4, 6])('sees only the first %i vectors of rows when that is the width', (vectors) => {
    for (const [inner, outer] of [
      [5, 6],
      [20, 19],
    ] as const)
      expect(errorOf(lanes, plain(inner, outer, rows), vectors * lanes.count, true)).toBeLessThan(bound(lanes, rows))
  })

  it('places weights at strides neither of which is 1', () => {
    const sizes: GradientSizes = { inner: 3, outer: 4, tile: rows, weightStrides: { inner: 9, outer: 2 } }
    const kernel = new KernelRun(lanes, (module, name) => emitWeightGradient(module, lanes, sizes, name))
    const [x, g, before] = [numbers(3 * rows, 1), numbers(4 * rows, 2), numbers(27, 3)]
    const [xAt, gAt, out] = [x, g, before].map((values) => kernel.place(values))
    kernel.call(xAt, gAt, out, 1, rows)
    kernel.expectGuarded()
    expect(worst(kernel.read(out, 27), expected(sizes, rows, [x, g, before]))).toBeLessThan(bound(lanes, rows))
  })
})

describe.each(arithmetics)('sums over rows, %s', (_, lanes) => {
  const rows = 8 * lanes.count

  it.each([...small, 43, 64])('are right for %i features, anew and on top', (features) => {
    const kernel = new KernelRun(lanes, (module, name) => emitRowSums(module, lanes, { features, tile: rows }, name))
    const g = numbers(features * rows, 1)
    const width = 6 * lanes.count
    const [gAt, out] = [kernel.place(g), kernel.place(new Float64Array(features).fill(NaN))]
    const wanted = Float64Array.from({ length: features }, (_n, n) =>
      g.subarray(n * rows, n * rows + width).reduce((sum, value) => sum + value, 0),
    )
    kernel.call(gAt, out, 0, width)
    expect(worst(kernel.read(out, features), wanted)).toBeLessThan(bound(lanes, width))
    kernel.call(gAt, out, 1, width)
    const doubled = wanted.map((value) => 2 * value)
    expect(worst(kernel.read(out, features), doubled)).toBeLessThan(2 * bound(lanes, width))
    kernel.expectGuarded()
  })
})
