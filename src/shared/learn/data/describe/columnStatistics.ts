import { quantile } from '../../../math/quantiles'

/** What a column of finite numbers is like. Moments are the sample's own, divided by n; kurtosis is 0 for a normal. */
export interface ColumnStatistics {
  readonly count: number
  readonly distinct: number
  readonly min: number
  readonly max: number
  /** At 5, 25, 50, 75 and 95 %, between neighbours in proportion. */
  readonly quantiles: readonly [number, number, number, number, number]
  readonly mean: number
  readonly sd: number
  /** E(x − μ)³/σ³; NaN of a constant. */
  readonly skewness: number
  /** E(x − μ)⁴/σ⁴ − 3; NaN of a constant. */
  readonly kurtosis: number
  /** Values further than three times the middle half's width from it, by Tukey's rule for those far out. */
  readonly outliers: number
}

/** Of at least one value; `sorted` rises. */
export function columnStatistics(sorted: Float64Array): ColumnStatistics {
  const count = sorted.length
  const at = (p: number) => quantile(sorted, p)
  const quantiles = [at(0.05), at(0.25), at(0.5), at(0.75), at(0.95)] as const
  const [, q1, , q3] = quantiles
  const [low, high] = [q1 - 3 * (q3 - q1), q3 + 3 * (q3 - q1)]
  let distinct = 1
  let [mean, outliers] = [0, 0]
  for (let i = 0; i < count; i++) {
    const value = sorted[i]
    mean += value / count
    if (i > 0 && value !== sorted[i - 1]) distinct++
    if (value < low || value > high) outliers++
  }
  let [second, third, fourth] = [0, 0, 0]
  for (let i = 0; i < count; i++) {
    const off = sorted[i] - mean
    const square = off * off
    second += square / count
    third += (square * off) / count
    fourth += (square * square) / count
  }
  const constant = distinct === 1
  return {
    count,
    distinct,
    min: sorted[0],
    max: sorted[count - 1],
    quantiles,
    mean,
    sd: constant ? 0 : Math.sqrt(second),
    skewness: constant ? NaN : third / second ** 1.5,
    kurtosis: constant ? NaN : fourth / second ** 2 - 3,
    outliers,
  }
}
