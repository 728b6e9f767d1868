import type { FunctionReference } from './assembler/functionBuilder'
import { ModuleBuilder } from './assembler/moduleBuilder'
import { emitProduct } from './kernels/product'
import { emitWeightGradient, panelBytes } from './kernels/productGradient'
import { plainTail } from './kernels/tail'
import type { Lanes } from './lanes'
import { strideOf } from './lower/layout'

/** A product of compiled programs by itself, to be held to the yardstick: one tile of the batch, 64 × 64 weights. */
export interface OwnProduct {
  readonly form: 'forward' | 'input gradient' | 'weight gradient'
  /** Floating-point operations of one run; an addition and a multiplication count one each. */
  readonly flops: number
  run(): void
  /** An entry of the product and what it should be, k · w of the layer's sizes: see the form. */
  entry(first: number, second: number): { readonly found: number; readonly wanted: number }
}

const [ROWS, WIDTH] = [64, 64]
const PAGE = 65536
/** Bytes between two operands, so that they do not begin at the same place of the cache's sets. */
const GAP = 192

/**
 * y = x·w, dx = g·wᵀ and dw = xᵀ·g over a tile of rows, by the kernels of which a layer's forward and backward pass are
 * made, without bias or activation.
 */
export function ownProducts(lanes: Lanes): readonly OwnProduct[] {
  const tile = strideOf(ROWS, lanes)
  const sizes = { inner: WIDTH, outer: WIDTH, tile }
  const [plain, transposed] = [{ inner: WIDTH, outer: 1 }, { inner: 1, outer: WIDTH }] // prettier-ignore
  const gradient = { ...sizes, weightStrides: plain }
  const module = new ModuleBuilder()
  const product = (name: string, weightStrides: typeof plain): FunctionReference =>
    emitProduct(module, lanes, { ...sizes, weightStrides }, plainTail, name)
  product('forward', plain)
  product('input gradient', transposed)
  emitWeightGradient(module, lanes, gradient, 'weight gradient')

  let end = GAP
  const place = (bytes: number): number => {
    const at = end
    end += bytes + GAP
    return at
  }
  const rowBytes = WIDTH * tile * lanes.bytes
  const [left, right, weights] = [place(rowBytes), place(rowBytes), place(WIDTH * WIDTH * lanes.bytes)]
  const [out, panels] = [place(Math.max(rowBytes, WIDTH * WIDTH * lanes.bytes)), place(panelBytes(lanes, gradient))]
  const pages = Math.ceil(end / PAGE)
  const memory = new WebAssembly.Memory({ initial: pages })
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.encode({ pages, shared: false })), {
    env: { memory },
  })
  const array = lanes.precision === 'float32' ? Float32Array : Float64Array
  const numbers = new array(memory.buffer)
  numbers.forEach((_, i) => {
    numbers[i] = 1 + (i % 7) / 8 // neither zero nor denormal, whose speed may differ
  })
  const at = (address: number, index: number) => numbers[address / lanes.bytes + index]
  const row = (address: number, feature: number, t: number) => at(address, feature * tile + t)
  const weight = (k: number, n: number) => at(weights, k * WIDTH + n)
  const sumOver = (term: (i: number) => number): number => {
    let sum = 0
    for (let i = 0; i < WIDTH; i++) sum += term(i)
    return sum
  }
  const kernel = (name: OwnProduct['form'], ...operands: readonly number[]) => {
    const call = exports[name] as (...operands: readonly number[]) => void
    return () => {
      call(...operands)
    }
  }
  const flops = 2 * ROWS * WIDTH * WIDTH
  return [
    {
      form: 'forward',
      flops,
      run: kernel('forward', left, weights, out, ROWS),
      entry: (t, n) => ({ found: row(out, n, t), wanted: sumOver((k) => row(left, k, t) * weight(k, n)) }),
    },
    {
      form: 'input gradient',
      flops,
      run: kernel('input gradient', right, weights, out, ROWS),
      entry: (t, k) => ({ found: row(out, k, t), wanted: sumOver((n) => row(right, n, t) * weight(k, n)) }),
    },
    {
      form: 'weight gradient',
      flops,
      run: kernel('weight gradient', left, right, out, 0, ROWS, panels),
      entry: (k, n) => ({ found: at(out, k * WIDTH + n), wanted: sumOver((t) => row(left, k, t) * row(right, n, t)) }),
    },
  ]
}
