import { raised } from '../../charts/numbers'

/** What becomes of a determinant that is formed as a product of many slopes. */

/** The product of `count` equal slopes, one multiplication after another, as a computer forms it in double precision. */
export function product(slope: number, count: number): number {
  let value = 1
  for (let i = 0; i < count; i++) value *= slope
  return value
}

interface Ends {
  readonly low: number
  readonly high: number
}

/** log₁₀ of the ends of double and single precision: the smallest number above 0 and the largest. */
export const ends = {
  double: { low: Math.log10(Number.MIN_VALUE), high: Math.log10(Number.MAX_VALUE) },
  single: { low: -149 * Math.log10(2), high: 128 * Math.log10(2) },
} as const

/** Of a whole number of factors, within which a quotient of logarithms is one. */
const CLOSE = 1e-9

/**
 * The first D up to `most` at which `slope` to the power of D lies beyond the ends of a precision; null where it does
 * not. Below the smallest number a product may stay at that number for ever, which is as wrong as 0.
 */
export function lostAt(slope: number, most: number, { low, high }: Ends = ends.double): number | null {
  const log = Math.log10(slope)
  const first = log < 0 ? Math.floor(low / log + CLOSE) + 1 : Math.ceil(high / log - CLOSE)
  return first <= most ? first : null
}

/** A number as texts write it: 3.055e−92 as 3.055 · 10⁻⁹², kept on one line. */
export function withPower(text: string): string {
  const [digits, power] = text.split('e')
  if (power === undefined) return text
  return `${digits}\u00a0·\u00a010${raised(power.replace('+', ''))}`
}
