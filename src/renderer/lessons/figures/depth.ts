import { raised } from '../../charts/numbers'

/** What becomes of a determinant that is formed as a product of many slopes. */

/** The product of `count` equal slopes, one multiplication after another, as a computer forms it in double precision. */
export function product(slope: number, count: number): number {
  let value = 1
  for (let i = 0; i < count; i++) value *= slope
  return value
}

/** The same in single precision. */
export function singleProduct(slope: number, count: number): number {
  let value = 1
  for (let i = 0; i < count; i++) value = Math.fround(value * slope)
  return value
}

/** The first D up to `most` at which the product is 0 or infinite; null where it is neither. */
export function lostAt(slope: number, most: number, times: typeof product = product): number | null {
  const isLost = (count: number): boolean => {
    const value = times(slope, count)
    return value === 0 || value === Infinity
  }
  if (!isLost(most)) return null
  let [low, high] = [0, most]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (isLost(middle)) high = middle
    else low = middle
  }
  return high
}

/** log₁₀ of the ends of double and single precision: the smallest number above 0 and the largest. */
export const ends = {
  double: { low: Math.log10(Number.MIN_VALUE), high: Math.log10(Number.MAX_VALUE) },
  single: { low: -149 * Math.log10(2), high: 128 * Math.log10(2) },
} as const

/** A number as texts write it: 3.055e−92 as 3.055 · 10⁻⁹², kept on one line. */
export function withPower(text: string): string {
  const [digits, power] = text.split('e')
  if (power === undefined) return text
  return `${digits}\u00a0·\u00a010${raised(power.replace('+', ''))}`
}
