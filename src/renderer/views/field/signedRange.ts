import { quantile, steadyRange, type ColourRange } from '../colourRange'

/** Least half length: the field of the identity, zero all over, is one colour and not the noise of its last digit. */
const LEAST = 0.05

/**
 * The range a signed field asks for: zero in the middle, the larger of its outer quantiles (1 % and 99 % by default) at
 * both ends.
 */
export function wantedSignedRange(values: Float32Array, least = LEAST, outer = 0.01): ColourRange | null {
  const [low, high] = [quantile(values, outer), quantile(values, 1 - outer)]
  if (low === null || high === null) return null
  const end = Math.max(least, -low, high)
  return { low: -end, high: end }
}

/** As `steadyRange`: the range before as long as it is close to what is wanted. Both are symmetric, so is the answer. */
export function steadySignedRange(before: ColourRange | null, wanted: ColourRange): ColourRange {
  return steadyRange(before, wanted, 0.06)
}
