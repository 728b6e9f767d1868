import type { Lanes } from '@shared/tensor/backends/wasm/lanes'

export type Floats = Float32Array | Float64Array

const bits = new DataView(new ArrayBuffer(8))

/** The distance of the numbers of a precision next to `value`. */
export function ulp({ precision }: Lanes, value: number): number {
  bits.setFloat64(0, Math.abs(value))
  const exponent = (bits.getUint32(0) >>> 20) - 1023
  return precision === 'float32' ? 2 ** (Math.max(exponent, -126) - 23) : 2 ** (Math.max(exponent, -1022) - 52)
}

/** `value` as the precision holds it. */
export const rounded = ({ precision }: Lanes, value: number): number =>
  precision === 'float32' ? Math.fround(value) : value

export const floats = ({ precision }: Lanes, values: readonly number[]): Floats =>
  precision === 'float32' ? Float32Array.from(values) : Float64Array.from(values)

export const specialNumbers = [
  ...[0, 1, 0.5, 1.5, 2.5, Math.PI, 100, 1e30, 5e-324, 1e-310, 1e-45, 1e-39, 2 ** -126, 2 ** 127, 1.7e308, Infinity],
  NaN,
].flatMap((x) => [x, -x])

const EVERYWHERE = 32768
const MIDDLE = 8192

/** Numbers all over a precision: bit patterns at even distances, the middle more densely, and the special ones. */
export function sweep(lanes: Lanes): Floats {
  const single = lanes.precision === 'float32'
  const words = new Int32Array(EVERYWHERE * (single ? 1 : 2))
  for (let i = 0; i < EVERYWHERE; i++) {
    const high = (i * (2 ** 32 / EVERYWHERE) + (i % 509) * 257) | 0
    if (single) words[i] = high
    else words.set([Math.imul(i, 0x9e3779b1), high], 2 * i)
  }
  const patterns = single ? new Float32Array(words.buffer) : new Float64Array(words.buffer)
  const middle = Array.from({ length: MIDDLE }, (_, i) => (i / MIDDLE - 0.5) * [4, 20, 250, 1600][i % 4])
  const all = [...patterns, ...middle, ...specialNumbers]
  return floats(lanes, all.slice(0, all.length - (all.length % lanes.count)))
}
