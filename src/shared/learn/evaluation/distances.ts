import type { Random } from '../../math/random'
import type { Table } from '../units'

/** How far two samples of vectors, row-major [n, D] and [m, D], are from coming from one distribution. */

/** Distances of all pairs of n points [n, D], as the lower triangle row by row: of i and j < i at i(i − 1)/2 + j. */
function pairDistances(points: Table, dims: number): Float64Array {
  const n = points.length / dims
  const distances = new Float64Array((n * (n - 1)) / 2)
  let at = 0
  for (let i = 1; i < n; i++)
    for (let j = 0; j < i; j++) {
      let square = 0
      for (let d = 0; d < dims; d++) square += (points[i * dims + d] - points[j * dims + d]) ** 2
      distances[at++] = Math.sqrt(square)
    }
  return distances
}

/** Sums of `values` of pairs within the first sample, within the second and across, told apart by `isFirst`. */
function sumsOfPairs(values: Float64Array, isFirst: Uint8Array): { first: number; second: number; across: number } {
  const sums = [0, 0, 0] // by how many of the two are of the first sample
  let at = 0
  for (let i = 1; i < isFirst.length; i++) for (let j = 0; j < i; j++) sums[isFirst[i] + isFirst[j]] += values[at++]
  return { first: sums[2], second: sums[0], across: sums[1] }
}

/** 2 E|X − Y| − E|X − X′| − E|Y − Y′| of two empirical distributions, from the sums over pairs. */
function energyOf({ first, second, across }: ReturnType<typeof sumsOfPairs>, n: number, m: number): number {
  return (2 * across) / (n * m) - (2 * first) / n ** 2 - (2 * second) / m ** 2
}

export interface SampleDistances {
  /**
   * Energy distance 2 E|X − Y| − E|X − X′| − E|Y − Y′|, in the units of the points (Székely & Rizzo 2013, Journal of
   * Statistical Planning and Inference 143; others take its root).
   */
  readonly energy: number
  /**
   * How often two samples of one distribution are as far apart as these or farther, by the energy distance of random
   * divisions of the pooled points (a permutation test).
   */
  readonly energyChance: number
  /** Unbiased MMD² with a Gaussian kernel as wide as the median distance (Gretton et al. 2012, JMLR 13, equation 3); may be below 0. */
  readonly mmdSquared: number
  /** √ of the mean squared 2-Wasserstein distance along random directions (Bonneel et al. 2015, JMIV 51). */
  readonly slicedWasserstein: number
}

/** Random divisions of the pooled points, and random directions. */
const DIVISIONS = 199
const DIRECTIONS = 128

/** All of the above, of samples of at least two points each. O((n + m)² D). */
export function sampleDistances(first: Table, second: Table, dims: number, random: Random): SampleDistances {
  const [n, m] = [first.length / dims, second.length / dims]
  const pooled = Float64Array.from([...first, ...second])
  const distances = pairDistances(pooled, dims)
  const isFirst = Uint8Array.from({ length: n + m }, (_, i) => (i < n ? 1 : 0))
  const energy = energyOf(sumsOfPairs(distances, isFirst), n, m)

  let asFar = 1 // the division at hand is one of those possible
  for (let k = 0; k < DIVISIONS; k++) {
    const divided = Uint8Array.from(random.permutation(n + m), (place) => isFirst[place])
    if (energyOf(sumsOfPairs(distances, divided), n, m) >= energy) asFar++
  }

  const width = Math.max(distances.toSorted()[Math.floor(distances.length / 2)], 1e-300)
  const kernel = distances.map((distance) => Math.exp(-0.5 * (distance / width) ** 2))
  const sums = sumsOfPairs(kernel, isFirst)
  return {
    energy,
    energyChance: asFar / (DIVISIONS + 1),
    mmdSquared: (2 * sums.first) / (n * (n - 1)) + (2 * sums.second) / (m * (m - 1)) - (2 * sums.across) / (n * m),
    slicedWasserstein: slicedWasserstein(first, second, dims, random),
  }
}

function slicedWasserstein(first: Table, second: Table, dims: number, random: Random): number {
  let total = 0
  for (let k = 0; k < DIRECTIONS; k++) {
    const direction = Float64Array.from({ length: dims }, () => random.normal())
    const norm = Math.hypot(...direction)
    const along = (points: Table) =>
      Float64Array.from({ length: points.length / dims }, (_, i) =>
        direction.reduce((sum, value, d) => sum + (value / norm) * points[i * dims + d], 0),
      ).sort()
    total += squaredWasserstein(along(first), along(second))
  }
  return Math.sqrt(total / DIRECTIONS)
}

/** ∫₀¹ (F⁻¹(p) − G⁻¹(p))² dp of two sorted samples, which need not be of one size. */
function squaredWasserstein(first: Float64Array, second: Float64Array): number {
  const [n, m] = [first.length, second.length]
  let [i, j, at, total] = [0, 0, 0, 0]
  while (i < n && j < m) {
    const next = Math.min((i + 1) / n, (j + 1) / m)
    total += (next - at) * (first[i] - second[j]) ** 2
    at = next
    // in whole numbers, so that rounding skips no point
    const [a, b] = [(i + 1) * m, (j + 1) * n]
    if (a <= b) i++
    if (b <= a) j++
  }
  return total
}

/**
 * Kolmogorov and Smirnov's distance of two sorted samples: the most by which the two distribution functions differ. Both
 * step over equal values together.
 */
export function kolmogorovSmirnov(first: Float64Array, second: Float64Array): number {
  const [n, m] = [first.length, second.length]
  let [i, j, most] = [0, 0, 0]
  while (i < n && j < m) {
    const value = Math.min(first[i], second[j])
    while (i < n && first[i] === value) i++
    while (j < m && second[j] === value) j++
    most = Math.max(most, Math.abs(i / n - j / m))
  }
  return most
}
