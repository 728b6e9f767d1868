import type { ModuleBuilder } from '@shared/tensor/backends/wasm/assembler/moduleBuilder'
import { emitProduct, type ProductSizes } from '@shared/tensor/backends/wasm/kernels/product'
import { plainTail, type Tail } from '@shared/tensor/backends/wasm/kernels/tail'
import type { Lanes } from '@shared/tensor/backends/wasm/lanes'
import { describe, expect, it } from 'vitest'
import { arithmetics, KernelRun, numbers } from './support/kernel'

const small = [1, 2, 3, 4, 5, 6, 7, 8, 9]
const pairs = small.flatMap((inner) => small.map((outer) => [inner, outer] as const))
const layers = [[2, 64], [64, 64], [64, 2], [64, 184], [21, 128], [128, 43], [1, 44], [43, 1]] as const // prettier-ignore

const plain = (inner: number, outer: number, tile: number): ProductSizes => ({
  inner,
  outer,
  tile,
  weightStrides: { inner: outer, outer: 1 },
})
const transposed = (inner: number, outer: number, tile: number): ProductSizes => ({
  ...plain(inner, outer, tile),
  weightStrides: { inner: 1, outer: inner },
})

/** Σₖ W(k, n) x[k][t] in float64, [N][T]. */
function expected({ inner, outer, tile, weightStrides }: ProductSizes, x: Float64Array, w: Float64Array): Float64Array {
  return Float64Array.from({ length: outer * tile }, (_, at) => {
    const [n, t] = [Math.floor(at / tile), at % tile]
    let sum = 0
    for (let k = 0; k < inner; k++) sum += w[k * weightStrides.inner + n * weightStrides.outer] * x[k * tile + t]
    return sum
  })
}

const UNTOUCHED = 31

/** Runs the kernel over the first `width` rows; tails get `operands` after the result at pointer 0. */
function run(lanes: Lanes, sizes: ProductSizes, width: number, tail: Tail, operands: readonly Float64Array[] = []) {
  const kernel = new KernelRun(lanes, (module: ModuleBuilder, name) => emitProduct(module, lanes, sizes, tail, name))
  const x = numbers(sizes.inner * sizes.tile, 1)
  const w = numbers(sizes.inner * sizes.outer, 2)
  const size = sizes.outer * sizes.tile
  const [xAt, wAt] = [kernel.place(x), kernel.place(w)]
  const out = kernel.place(new Float64Array(size).fill(UNTOUCHED))
  kernel.call(xAt, wAt, out, ...operands.map((operand) => kernel.place(operand)), width)
  kernel.expectGuarded()
  return { result: kernel.read(out, size), product: expected(sizes, x, w) }
}

/** Largest difference from `wanted` in the rows of `width`; the others must be untouched. */
function worst(sizes: ProductSizes, width: number, result: Float64Array, wanted: (at: number) => number): number {
  let largest = 0
  result.forEach((value, at) => {
    const error = Math.abs(value - (at % sizes.tile < width ? wanted(at) : UNTOUCHED))
    if (!(error <= largest)) largest = error // NaN too
  })
  return largest
}

const bound = ({ precision }: Lanes, inner: number) => (precision === 'float32' ? 1e-6 : 1e-15) * (inner + 1)

describe.each(arithmetics)('a product with weights, %s', (_, lanes) => {
  const rows = 8 * lanes.count

  it.each([
    ['plain', plain],
    ['transposed', transposed],
  ])('is the sum over inner features for every remainder, weights %s', (_name, sizesOf) => {
    for (const [inner, outer] of [...pairs, ...layers]) {
      const sizes = sizesOf(inner, outer, rows)
      const { result, product } = run(lanes, sizes, rows, plainTail)
      expect(
        worst(sizes, rows, result, (at) => product[at]),
        `${inner}×${outer}`,
      ).toBeLessThan(bound(lanes, inner))
    }
  })

  it.each([2, 4, 6, 8])('leaves rows past a width of %i vectors alone', (vectors) => {
    const sizes = plain(5, 3, rows)
    const { result, product } = run(lanes, sizes, vectors * lanes.count, plainTail)
    expect(worst(sizes, vectors * lanes.count, result, (at) => product[at])).toBeLessThan(bound(lanes, 5))
  })

  it('fuses a bias and relu', () => {
    const biasAndRelu: Tail = {
      pointers: 2,
      write: ({ f, lanes, value, batched, perFeature }) => {
        const [out, bias] = [batched(0), perFeature(1)]
        const sum = lanes.add(value, lanes.loadSplat(bias.address, bias.offset))
        lanes.store(f, out.address, lanes.max(sum, lanes.constant(0)), out.offset)
      },
    }
    for (const [inner, outer] of [
      [3, 5],
      [64, 43],
    ] as const) {
      // prettier-ignore
      const sizes = plain(inner, outer, rows)
      const bias = numbers(outer, 3)
      const { result, product } = run(lanes, sizes, rows, biasAndRelu, [bias])
      const wanted = (at: number) => Math.max(0, product[at] + bias[Math.floor(at / rows)])
      expect(worst(sizes, rows, result, wanted)).toBeLessThan(bound(lanes, inner))
    }
  })

  it('finds operands of every kind at the same place', () => {
    const tail: Tail = {
      pointers: 4,
      write: ({ f, lanes, value, batched, perRow, shared }) => {
        const [out, activation, row, scale] = [batched(0), batched(1), perRow(2), shared(3)]
        const mask = lanes.less(lanes.constant(0), lanes.load(activation.address, activation.offset))
        const scaled = lanes.mul(value, lanes.loadSplat(scale.address, scale.offset))
        const shifted = lanes.add(scaled, lanes.load(row.address, row.offset))
        lanes.store(f, out.address, lanes.and(mask, shifted), out.offset)
      },
    }
    const sizes = transposed(7, 5, rows)
    const [activation, row, scale] = [numbers(5 * rows, 4), numbers(rows, 5), numbers(1, 6)]
    const { result, product } = run(lanes, sizes, rows - 2 * lanes.count, tail, [activation, row, scale])
    const wanted = (at: number) => (activation[at] > 0 ? product[at] * scale[0] + row[at % rows] : 0)
    expect(worst(sizes, rows - 2 * lanes.count, result, wanted)).toBeLessThan(bound(lanes, 7))
  })
})
