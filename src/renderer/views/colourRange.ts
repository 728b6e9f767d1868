/** The values that the two ends of a colour bar stand for. */
export interface ColourRange {
  readonly low: number
  readonly high: number
}

/** Nats from the top of the log scale to its bottom: e⁻⁹ of the peak is as dark as nothing. */
const LOG_DEPTH = 9
const scratch = new Float32Array(4096)

/**
 * The `fraction` quantile of the finite values, from an evenly strided sample of at most 4096 of them; null when there
 * are none. Quantiles rather than extremes: one sharp pixel must not darken all the others.
 */
export function quantile(values: Float32Array, fraction: number): number | null {
  // Odd, so that on a grid with 2ᵏ columns the samples do not all fall in the same few.
  const stride = Math.ceil(values.length / scratch.length) | 1
  let n = 0
  for (let i = 0; i < values.length && n < scratch.length; i += stride) {
    if (Number.isFinite(values[i])) scratch[n++] = values[i]
  }
  if (n === 0) return null
  const sorted = scratch.subarray(0, n).sort()
  return sorted[Math.min(n - 1, Math.floor(fraction * n))]
}

/**
 * The range a grid of log p asks for: on a density scale from 0 up, on a log scale the 9 nats below the top. The top is
 * a high quantile of its places, where nothing better is known.
 */
export function wantedRange(
  logDensity: Float32Array,
  scale: 'density' | 'log',
  top = quantile(logDensity, 0.995),
): ColourRange | null {
  if (top === null) return null
  return scale === 'density' ? { low: 0, high: Math.exp(top) } : { low: top - LOG_DEPTH, high: top }
}

/**
 * The range to draw with: the one before as long as it is close to what is wanted (within `tolerance` of its length at
 * the top), so that the picture does not flicker from frame to frame.
 */
export function steadyRange(before: ColourRange | null, wanted: ColourRange, tolerance = 0.12): ColourRange {
  if (before === null) return wanted
  const slack = tolerance * (before.high - before.low)
  return Math.abs(wanted.high - before.high) <= slack && Math.abs(wanted.low - before.low) <= slack ? before : wanted
}
