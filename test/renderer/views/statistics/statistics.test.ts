import { Random } from '@shared/math/random'
import { describe, expect, it } from 'vitest'
import { countLevels, histogram2d, smoothed } from '../../../../src/renderer/views/statistics/histogram2d'
import { correlationsOf, covarianceOf, momentsOf } from '../../../../src/renderer/views/statistics/moments'
import { normalCdf, normalQuantile } from '../../../../src/renderer/views/statistics/normal'
import { normalityOf, quantilePlot, verdict } from '../../../../src/renderer/views/statistics/normality'
import { alongAxes, principalAxes, symmetricEigen } from '../../../../src/renderer/views/statistics/pca'

const N = 4000
const draws = (make: (random: Random) => number, seed = 1): Float64Array => {
  const random = new Random(seed)
  return Float64Array.from({ length: N }, () => make(random))
}
/** Rows (a, b, c) with b = 2a + a little noise, and c of its own. */
const table = (() => {
  const random = new Random(3)
  const rows = new Float32Array(3 * N)
  for (let i = 0; i < N; i++) {
    const a = random.normal()
    rows.set([a, 2 * a + 0.5 * random.normal(), 100 * random.normal()], 3 * i)
  }
  return rows
})()

describe('moments', () => {
  it('are those of known numbers', () => {
    const { mean, sd, skewness, excessKurtosis } = momentsOf(Float64Array.of(0, 0, 0, 4))
    expect([mean, sd]).toEqual([1, Math.sqrt(3)])
    expect(skewness).toBeCloseTo(2 / Math.sqrt(3), 12)
    expect(excessKurtosis).toBeCloseTo(7 / 3 - 3, 12)
  })

  it('give the covariances and correlations of a table', () => {
    const { matrix } = covarianceOf(table, 3)
    expect(matrix[1]).toBeCloseTo(2, 0)
    expect(matrix[1]).toBe(matrix[3])
    const correlations = correlationsOf(table, 3)
    expect(correlations[1]).toBeCloseTo(2 / Math.sqrt(4.25), 2)
    expect(Math.abs(correlations[2])).toBeLessThan(0.06)
    expect(correlations[4]).toBeCloseTo(1, 12)
  })
})

describe('the normal distribution', () => {
  it('has the probabilities of the tables', () => {
    expect(normalCdf(0)).toBeCloseTo(0.5, 7)
    expect(normalCdf(1)).toBeCloseTo(0.8413447, 6)
    expect(normalCdf(-3)).toBeCloseTo(0.0013499, 6)
  })

  it('has quantiles that undo them', () => {
    for (const p of [0.001, 0.2, 0.5, 0.975]) expect(normalCdf(normalQuantile(p))).toBeCloseTo(p, 9)
    expect(normalQuantile(0.975)).toBeCloseTo(1.95996, 4)
  })
})

describe('the check of normality', () => {
  const words = (make: (random: Random) => number): string | null => verdict(normalityOf(draws(make)))?.words ?? null

  it('has nothing to say of normal values, whichever sample of them', () => {
    for (let seed = 1; seed <= 20; seed++) {
      expect(verdict(normalityOf(draws((random) => random.normal(), seed)))).toBeNull()
    }
  })

  it('says in words what is wrong with others', () => {
    expect(words((random) => random.normal() + 0.5)).toBe('is centred too high')
    expect(words((random) => 0.6 * random.normal())).toBe('is too narrow')
    expect(words((random) => 1.5 * random.normal())).toBe('is too wide')
    expect(words((random) => -Math.log(1 - random.uniform()) - 1)).toMatch(/leans to the right|too heavy/)
    expect(words((random) => Math.sqrt(12) * (random.uniform() - 0.5))).toBe('is too light in the tails')
    expect(words((random) => random.normal() * (random.uniform() < 0.2 ? 2 : Math.SQRT1_2 * 0.79))).toBe(
      'is too heavy in the tails',
    )
  })

  it('names the numbers that say so, the worst first', () => {
    const by = (make: (random: Random) => number) => verdict(normalityOf(draws(make)))?.by
    expect(by((random) => random.normal() + 0.5)).toEqual(['mean', 'distance'])
    expect(by((random) => 0.6 * random.normal())).toEqual(['sd', 'distance'])
    expect(by((random) => Math.sqrt(12) * (random.uniform() - 0.5))?.[0]).toBe('excessKurtosis')
  })

  it('judges numbers as they are shown: what reads the same is marked alike', () => {
    const withSd = (sd: number) => verdict({ n: 395, mean: 0, sd, skewness: 0, excessKurtosis: 0, distance: 0.05 })
    expect(withSd(0.8151)?.by).toEqual(['sd'])
    expect(withSd(0.8249)?.by).toEqual(withSd(0.8151)?.by)
    expect(withSd(0.8251)).toBeNull()
  })

  it('lets a number stand that is at its bound and not beyond', () => {
    const withSd = (sd: number) => verdict({ n: 2000, mean: 0, sd, skewness: 0, excessKurtosis: 0, distance: 0 })
    expect([withSd(1.1), withSd(0.9)]).toEqual([null, null])
    expect(withSd(1.11)?.by).toEqual(['sd'])
  })

  it('measures the distance of distribution functions: a half where all are on one side', () => {
    expect(normalityOf(Float64Array.of(0.001, 0.002, 5, 6)).distance).toBeCloseTo(0.5, 2)
  })

  it('puts normal values on the diagonal of a quantile plot', () => {
    const points = quantilePlot(
      draws((random) => random.normal()),
      100,
    )
    expect(points).toHaveLength(100)
    for (const [expected, got] of points.slice(5, 95)) expect(got).toBeCloseTo(expected, 0)
  })
})

describe('principal axes', () => {
  it('are the eigenvectors of a symmetric matrix', () => {
    const { values, vectors } = symmetricEigen(Float64Array.of(2, 1, 1, 2), 2)
    const [i, j] = values[0] > values[1] ? [0, 1] : [1, 0]
    expect(values[i]).toBeCloseTo(3, 12)
    expect(values[j]).toBeCloseTo(1, 12)
    expect(vectors[i] / vectors[2 + i]).toBeCloseTo(1, 12)
    expect(vectors[j] / vectors[2 + j]).toBeCloseTo(-1, 12)
  })

  const principal = principalAxes(table, 3)

  it('are found whatever the columns are measured in, and share all of the variance', () => {
    const [first, second, third] = principal.share
    expect(first).toBeCloseTo((1 + 2 / Math.sqrt(4.25)) / 3, 1)
    expect(second).toBeCloseTo(1 / 3, 1)
    expect(first + second + third).toBeCloseTo(1, 12)
    expect(principal.axes[0]).toBeCloseTo(Math.SQRT1_2, 1)
    expect(principal.axes[1]).toBeCloseTo(Math.SQRT1_2, 1)
  })

  it('give coordinates without correlation, whose variances are the shares', () => {
    const correlations = correlationsOf(alongAxes(table, principal, 3), 3)
    expect(Math.abs(correlations[1])).toBeLessThan(1e-4)
    expect(Math.abs(correlations[2])).toBeLessThan(1e-4)
    const { matrix } = covarianceOf(alongAxes(table, principal, 3), 3)
    expect(matrix[0] / 3).toBeCloseTo(principal.share[0], 4)
  })

  it('leave a constant column in peace', () => {
    const flat = Float32Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? 7 : i))
    expect(principalAxes(flat, 2).share[1]).toBeCloseTo(0, 12)
  })
})

describe('histograms of two columns', () => {
  const ranges = [
    { min: -4, max: 4 },
    { min: -10, max: 10 },
  ] as const

  it('count each point inside once, in its own cell', () => {
    const points = Float32Array.of(-3.9, 0, -9.9, 3.9, 0, 9.9, 5, 0, 0)
    const { counts, total } = histogram2d(points, 3, [0, 2], ranges, 4)
    expect(total).toBe(2)
    expect([...counts.keys()].filter((i) => counts[i] > 0)).toEqual([0, 15])
  })

  it('keep their total when smoothed, also at the edges', () => {
    const histogram = histogram2d(table, 3, [0, 1], ranges, 32)
    const sum = smoothed(histogram).counts.reduce((a, b) => a + b, 0)
    expect(sum).toBeCloseTo(histogram.total, 1)
  })

  it('find the levels that hold half and four fifths of the points', () => {
    const histogram = histogram2d(table, 3, [0, 1], ranges, 24)
    countLevels(histogram, [0.5, 0.8]).forEach((level, k) => {
      const held = histogram.counts.reduce((sum, c) => (c >= level! ? sum + c : sum), 0) / histogram.total
      expect(Math.abs(held - [0.5, 0.8][k])).toBeLessThan(0.04)
    })
  })

  it('have no levels without points', () => {
    expect(countLevels(histogram2d(new Float32Array(0), 3, [0, 1], ranges, 8), [0.5])).toEqual([null])
  })
})
