import type { Interval } from './bounds'

/** A histogram as a density: equal bins over `range`, heights so that its area is the fraction inside. */
export function histogramDensity(values: Float32Array, { min, max }: Interval, bins: number): Float64Array {
  const heights = new Float64Array(bins)
  const width = (max - min) / bins
  if (!(width > 0) || values.length === 0) return heights
  const weight = 1 / (values.length * width)
  for (const value of values) {
    const bin = Math.floor((value - min) / width)
    if (bin >= 0 && bin < bins) heights[bin] += weight
  }
  return heights
}

/** `count` equally spaced points over the interval, both ends included. */
export function evenly({ min, max }: Interval, count: number): Float64Array<ArrayBuffer> {
  return Float64Array.from({ length: count }, (_, i) => min + ((max - min) * i) / (count - 1))
}
