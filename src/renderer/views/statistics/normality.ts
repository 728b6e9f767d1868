import { momentsOf, type Moments } from './moments'
import { normalCdf, normalQuantile } from './normal'
import { t } from '../../strings/t'

/** How a sample compares with the standard normal distribution. */
export interface Normality extends Moments {
  readonly n: number
  /** Kolmogorov and Smirnov's distance: the most by which the two distribution functions differ. */
  readonly distance: number
  /** How many times the distance is what chance alone exceeds in one sample of twenty, 1.358 / √n. */
  readonly distanceRatio: number
}

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
  return { ...momentsOf(values), n, distance, distanceRatio: (distance * Math.sqrt(n)) / 1.358 }
}

/** What is most wrong with a coordinate: by which of its numbers, and in plain words. */
export interface Verdict {
  readonly by: 'mean' | 'sd' | 'skewness' | 'excessKurtosis' | 'distance'
  readonly words: string
}

/**
 * The way in which a coordinate of z is least like a standard normal one, or null where it is as like one as such a
 * sample can be. Differences that are certain but too small to matter are not reported.
 */
export function verdict({ n, mean, sd, skewness, excessKurtosis, distanceRatio }: Normality): Verdict | null {
  const allowed = (standardError: number, negligible: number): number =>
    Math.max(STANDARD_ERRORS * standardError, negligible)
  // Standard errors of the four moments of n normal values.
  const complaints: readonly (readonly [number, Verdict['by'], string])[] = [
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
    [distanceRatio / 2, 'distance', t('views.verdicts.shape')],
  ]
  const [worst, by, words] = complaints.reduce((a, b) => (b[0] > a[0] ? b : a))
  return worst > 1 ? { by, words } : null
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
