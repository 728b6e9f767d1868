import { readFileSync } from 'node:fs'
import { kolmogorovSmirnov, sampleDistances } from '@shared/learn/evaluation/distances'
import { Random } from '@shared/math/random'
import { describe, expect, it } from 'vitest'

const normal = (n: number, dims: number, seed: number, mean = 0) => {
  const random = new Random(seed)
  return Float64Array.from({ length: n * dims }, () => mean + random.normal())
}

/** Written by test/fixtures/distances/make.py. */
interface Fixture {
  readonly dims: number
  readonly first: readonly number[]
  readonly second: readonly number[]
  readonly energy: number
  readonly mmdSquared: number
  readonly wasserstein1d: number | null
  readonly kolmogorovSmirnov: readonly number[]
}
const fixtures = JSON.parse(
  readFileSync(new URL('../../fixtures/distances/samples.json', import.meta.url), 'utf8'),
) as readonly Fixture[]

describe.each(fixtures)('the distances of two samples in $dims dimensions', (fixture) => {
  const [first, second] = [Float64Array.from(fixture.first), Float64Array.from(fixture.second)]

  it('are those that SciPy and the formulas give', () => {
    const found = sampleDistances(first, second, fixture.dims, new Random(1))
    expect(found.energy).toBeCloseTo(fixture.energy, 12)
    expect(found.mmdSquared).toBeCloseTo(fixture.mmdSquared, 12)
    if (fixture.wasserstein1d !== null) expect(found.slicedWasserstein).toBeCloseTo(fixture.wasserstein1d, 12)
    const column = (of: Float64Array, d: number) => of.filter((_, at) => at % fixture.dims === d).sort()
    fixture.kolmogorovSmirnov.forEach((expected, d) =>
      expect(kolmogorovSmirnov(column(first, d), column(second, d))).toBeCloseTo(expected, 12),
    )
  })
})

describe('the distances of two samples', () => {
  it('are nothing that chance would not give for one distribution, and are more for another', () => {
    const chance = (mean: number) =>
      Array.from(
        { length: 10 },
        (_, seed) =>
          sampleDistances(normal(80, 2, seed), normal(80, 2, 100 + seed, mean), 2, new Random(seed)).energyChance,
      )
    const same = chance(0)
    // uniform on (0, 1] if the test is right: ten of them lie on both sides of a half but for once in 500
    expect(Math.min(...same)).toBeLessThan(0.5)
    expect(Math.max(...same)).toBeGreaterThan(0.5)
    expect(Math.max(...chance(1))).toBe(1 / 200)
  })

  it('grow by as much as one sample is moved, along every direction', () => {
    const first = normal(300, 3, 1)
    const moved = first.map((value, at) => value + (at % 3 === 0 ? 4 : 0))
    // W₂² along a direction is the square of the shift along it, whose mean is 16/3
    expect(sampleDistances(first, moved, 3, new Random(2)).slicedWasserstein).toBeCloseTo(4 / Math.sqrt(3), 0)
    expect(sampleDistances(first, first, 3, new Random(2)).slicedWasserstein).toBe(0)
  })

  it('take samples of different sizes and ties for what they are', () => {
    expect(kolmogorovSmirnov(Float64Array.of(1, 1, 2), Float64Array.of(1, 2, 2, 2))).toBeCloseTo(2 / 3 - 1 / 4, 15)
    const { slicedWasserstein } = sampleDistances(Float64Array.of(0, 1), Float64Array.of(0, 0, 1, 1), 1, new Random(1))
    expect(slicedWasserstein).toBe(0)
  })
})
