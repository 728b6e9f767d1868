import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { columnStatistics } from '@shared/learn/data/describe/columnStatistics'
import { correlations, ranks } from '@shared/learn/data/describe/correlations'
import { histogram } from '@shared/learn/data/describe/histogram'
import { firstEqual } from '@shared/learn/data/preprocess/equalRows'
import { yeoJohnsonMap } from '@shared/learn/transforms/columnMaps'
import { likeliestLambda } from '@shared/learn/transforms/yeoJohnson'

interface Figures {
  readonly distinct: number
  readonly min: number
  readonly max: number
  readonly quantiles: readonly number[]
  readonly mean: number
  readonly sd: number
  readonly skewness: number
  readonly kurtosis: number
  readonly edges: readonly number[]
  readonly counts: readonly number[]
  readonly lambda: number | null
}

/** By NumPy, SciPy and pandas: see make.py beside it. */
const known = JSON.parse(
  readFileSync(new URL('../../../fixtures/statistics/statistics.json', import.meta.url), 'utf8'),
) as {
  readonly columns: Readonly<Record<string, readonly number[]>>
  readonly figures: Readonly<Record<string, Figures>>
  readonly pearson: readonly (readonly number[])[]
  readonly spearman: readonly (readonly number[])[]
  readonly ranks: readonly number[]
  readonly rows: readonly (readonly number[])[]
  readonly duplicated: readonly boolean[]
  readonly yeojohnson: Readonly<Record<string, readonly number[]>>
}
const names = Object.keys(known.columns)
const column = (name: string) => Float64Array.from(known.columns[name])
const near = (got: number, expected: number, tolerance = 1e-9) =>
  expect(Math.abs(got - expected)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(expected)))

describe('the figures of a column', () => {
  it.each(names)('are those of NumPy, SciPy and pandas: %s', (name) => {
    const of = columnStatistics(column(name).sort())
    const expected = known.figures[name]
    expect(of).toMatchObject({ count: 200, distinct: expected.distinct, min: expected.min, max: expected.max })
    for (const key of ['mean', 'sd', 'skewness', 'kurtosis'] as const) near(of[key], expected[key], 1e-7)
    of.quantiles.forEach((value, i) => near(value, expected.quantiles[i]))
  })

  it('count as far out what is three times the middle half’s width from it', () => {
    expect(columnStatistics(Float64Array.of(-9, 0, 1, 2, 3, 4, 10.1, 11)).outliers).toBe(0)
    expect(columnStatistics(Float64Array.of(-50, 0, 1, 2, 3, 4, 5, 90)).outliers).toBe(2)
  })

  it('of one value alone have no form', () => {
    const of = columnStatistics(Float64Array.of(0.1, 0.1, 0.1))
    expect(of).toMatchObject({ distinct: 1, sd: 0, skewness: NaN, kurtosis: NaN })
  })
})

describe('a histogram', () => {
  it.each(names.filter((name) => name !== 'coarse'))('has the bins and counts of NumPy’s "fd": %s', (name) => {
    const { from, to, counts } = histogram(column(name).sort())
    const { edges, counts: expected } = known.figures[name]
    near(from, edges[0])
    near(to, edges[edges.length - 1])
    expect(counts).toEqual(expected)
  })

  it('counts every value, also where the middle half is one', () => {
    const values = Float64Array.from({ length: 100 }, (_, i) => (i < 90 ? 5 : i)).sort()
    expect(histogram(values).counts.reduce((sum, count) => sum + count)).toBe(100)
    expect(histogram(Float64Array.of(3, 3))).toEqual({ from: 2.5, to: 3.5, counts: [2] })
  })
})

describe('correlations', () => {
  it('are those of pandas', () => {
    const columns = names.map(column)
    const [pearson, spearman] = [correlations(columns), correlations(columns.map(ranks))]
    names.forEach((_, i) =>
      names.forEach((_, j) => {
        near(pearson[i * names.length + j], known.pearson[i][j])
        near(spearman[i * names.length + j], known.spearman[i][j])
      }),
    )
  })

  it('rank equal values by their mean, as SciPy does', () => {
    expect([...ranks(column('coarse'))]).toEqual(known.ranks)
  })

  it('of a constant are no number', () => {
    expect([...correlations([Float64Array.of(1, 2, 3), Float64Array.of(4, 4, 4)])]).toEqual([1, NaN, NaN, NaN])
  })
})

describe('equal rows', () => {
  it('are those that pandas calls duplicated', () => {
    const first = firstEqual(Float64Array.from(known.rows.flat()), 2)
    expect(Array.from(first, (before, row) => before !== row)).toEqual(known.duplicated)
    first.forEach((before, row) => expect(known.rows[before]).toEqual(known.rows[row]))
  })

  it('hold two gaps for equal, and both zeros', () => {
    expect([...firstEqual(Float64Array.of(NaN, 0, NaN, -0, 1, 0), 2)]).toEqual([0, 0, 2])
  })
})

describe('Yeo and Johnson’s transform', () => {
  it.each(Object.keys(known.yeojohnson))('is SciPy’s at λ = %s', (lambda) => {
    const map = yeoJohnsonMap(Number(lambda))
    column('normal').forEach((x, i) => near(map.forward(x), known.yeojohnson[lambda][i], 1e-12))
  })

  it.each(names.filter((name) => name !== 'large'))('has SciPy’s likeliest λ, kept within 0 and 2: %s', (name) => {
    const expected = Math.min(2, Math.max(0, known.figures[name].lambda!))
    near(likeliestLambda(column(name)), expected, 1e-5)
  })
})
