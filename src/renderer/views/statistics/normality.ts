import { momentsOf, type Moments } from './moments'
import { normalCdf, normalQuantile } from './normal'
import { t } from '../../strings/t'

/** How a sample compares with the standard normal distribution. */
export interface Normality extends Moments {
  readonly n: number
  /** Kolmogorov and Smirnov's distance: the most by which the two distribution functions differ. */
  readonly distance: number
}

/** The distance that chance alone exceeds in one sample of twenty. */
const chanceDistance = (n: number): number => 1.358 / Math.sqrt(n)

/** Five standard errors: a screen shows dozens of these numbers, and one in dozens must not cry wolf. */
const STANDARD_ERRORS = 5

export function normalityOf(values: Float64Array): Normality {
  const n = values.length
  const sorted = values.toSorted()
  let distance = 0
  sorted.forEach((value, i) => {
    const p = normalCdf(value)
    distance = Math.max(distance, p - i / n, (i + 1) / n - p)
  })
  return { ...momentsOf(values), n, distance }
}

/** The numbers that a coordinate is judged by, with the decimals in which they are shown. */
export const JUDGED = [
  ['mean', 2],
  ['sd', 2],
  ['skewness', 2],
  ['excessKurtosis', 2],
  ['distance', 3],
] as const
type Judged = (typeof JUDGED)[number][0]

/** What is wrong with a coordinate: by which of its numbers, the worst first, and in plain words of the worst. */
export interface Verdict {
  readonly by: readonly Judged[]
  readonly words: string
}

/**
 * The ways in which a coordinate of z is unlike a standard normal one, or null where it is as like one as such a sample
 * can be. Differences that are certain but too small to matter are not reported. Numbers are judged as they are shown,
 * so that of two that read the same none is marked alone.
 */
export function verdict(found: Normality): Verdict | null {
  const { n } = found
  const [mean, sd, skewness, excessKurtosis, distance] = JUDGED.map(([key, decimals]) =>
    Number(found[key].toFixed(decimals)),
  )
  const allowed = (standardError: number, negligible: number): number =>
    Math.max(STANDARD_ERRORS * standardError, negligible)
  // Standard errors of the four moments of n normal values.
  const complaints: readonly (readonly [number, Judged, string])[] = [
    [
      Math.abs(mean) / allowed(1 / Math.sqrt(n), 0.1),
      'mean',
      mean > 0 ? t('views.verdicts.high') : t('views.verdicts.low'),
    ],
    [
      Math.abs(sd - 1) / allowed(Math.SQRT1_2 / Math.sqrt(n), 0.1),
      'sd',
      sd > 1 ? t('views.verdicts.wide') : t('views.verdicts.narrow'),
    ],
    [
      Math.abs(skewness) / allowed(Math.sqrt(6 / n), 0.3),
      'skewness',
      skewness > 0 ? t('views.verdicts.right') : t('views.verdicts.left'),
    ],
    [
      Math.abs(excessKurtosis) / allowed(Math.sqrt(24 / n), 0.6),
      'excessKurtosis',
      excessKurtosis > 0 ? t('views.verdicts.heavy') : t('views.verdicts.light'),
    ],
    [distance / (2 * chanceDistance(n)), 'distance', t('views.verdicts.shape')],
  ]
  // 1.10 less 1 is a little more than 0.1 to a computer
  const odd = complaints.filter(([excess]) => excess > 1 + 1e-9).sort(([a], [b]) => b - a)
  return odd.length === 0 ? null : { by: odd.map(([, key]) => key), words: odd[0][2] }
}

/** Points of a quantile–quantile plot: at most `most` of the sorted values against where normal ones would lie. */
export function quantilePlot(values: Float64Array, most: number): readonly (readonly [number, number])[] {
  const sorted = values.toSorted()
  const kept = Math.min(sorted.length, most)
  return Array.from({ length: kept }, (_, k) => {
    const p = (k + 0.5) / kept
    return [normalQuantile(p), sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))]]
  })
}
