import { grouped } from '@shared/document/grouped'
import { t } from '../strings/t'

/** Numbers as the screen writes them: U+2212 for minus, thin spaces in long counts, "–" for what is not known. */

const MINUS = '\u2212'
const UNKNOWN = '–'

const withMinus = (text: string): string => text.replace(/-/g, MINUS)

/** A value with fixed decimals, so that it does not wobble while it changes. */
export function fixed(value: number | null | undefined, decimals = 3): string {
  if (value === null || value === undefined || Number.isNaN(value)) return UNKNOWN
  if (!Number.isFinite(value)) return value > 0 ? '∞' : `${MINUS}∞`
  if (Math.abs(value) >= 1e7) return withMinus(value.toExponential(2))
  return withMinus((Object.is(value, -0) ? 0 : value).toFixed(decimals)).replace(/^−(0\.?0*)$/, '$1')
}

/** A value with four significant digits by default; whole digits are not rounded away. */
export function significant(value: number | null | undefined, digits = 4): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return fixed(value)
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-4 || size >= 1e7))
    return withMinus(value.toExponential(digits - 1).replace(/\.?0+e/, 'e'))
  const whole = size < 1 ? 0 : Math.floor(Math.log10(size)) + 1
  return withMinus(String(Number(value.toPrecision(Math.max(digits, whole)))))
}

/** A whole number with thin spaces between thousands: 12 400. */
export function count(value: number): string {
  return withMinus(grouped(String(Math.round(value))))
}

/** Bytes in mebibytes, with decimals while they are few: what is there at all is not written as none. */
export function mebibytes(bytes: number): string {
  const size = bytes / 2 ** 20
  if (size < 1) return significant(size, 2)
  return size < 10 ? fixed(size, 1) : count(size)
}

/** A tick's label with as many decimals as its axis needs; whole millions as 2M. */
export function tickLabel(value: number, decimals: number): string {
  if (decimals === 0 && Math.abs(value) >= 1e6 && Math.abs(value) < 1e9) return `${significant(value / 1e6)}M`
  if (decimals > 5 || Math.abs(value) >= 1e6) return value === 0 ? '0' : significant(value, 3)
  return fixed(value, decimals)
}

const SUPERSCRIPTS = new Map([...'0123456789−'].map((sign, i) => [sign, '⁰¹²³⁴⁵⁶⁷⁸⁹⁻'[i]]))

/** A whole number, its minus U+2212, as an exponent. */
export const raised = (power: string): string => [...power].map((sign) => SUPERSCRIPTS.get(sign) ?? sign).join('')

/** The power of ten that numbers up to `most` are best told in, as an exponent: 0 where they are short without. */
export function powerFor(most: number): number {
  const exponent = Math.floor(Math.log10(most))
  return Number.isFinite(exponent) && (exponent < -3 || exponent > 5) ? exponent : 0
}

/** "×10⁻⁹", which stands once beside an axis instead of at each of its numbers. */
export const powerWords = (exponent: number): string => `×10${raised(withMinus(String(exponent)))}`

/** A duration in words: "under a second", "42 s", "3 min 05 s", "2 h 10 min". */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return UNKNOWN
  if (seconds < 1) return t('charts.duration.underASecond')
  const whole = Math.round(seconds)
  if (whole < 60) return `${String(whole)} s`
  const minutes = Math.floor(whole / 60)
  if (minutes < 60) return t('charts.duration.minutes', { minutes, seconds: String(whole % 60).padStart(2, '0') })
  return t('charts.duration.hours', { hours: Math.floor(minutes / 60), minutes: String(minutes % 60).padStart(2, '0') })
}

/** A duration that is past, as coarse as it is long: "42 s", "3 min", "2 h 10 min". */
export function age(seconds: number): string {
  const inMinutes = seconds >= 60 && seconds < 3600
  return inMinutes ? t('charts.duration.wholeMinutes', { minutes: Math.floor(seconds / 60) }) : duration(seconds)
}
