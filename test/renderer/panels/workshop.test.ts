import { describe, expect, it } from 'vitest'
import { newDocument } from '@shared/document/create'
import type { FlowDocument } from '@shared/document/schema'
import type { ColumnFigures, DataDescription, DescribedColumn } from '@shared/rpc/protocol'
import { problemsOf } from '../../../src/renderer/panels/data/workshop/problems'
import {
  stepWords,
  transformOf,
  withOmitted,
  withTransform,
  withoutTransform,
} from '../../../src/renderer/panels/data/workshop/transforms'

const histogram = { from: 0, to: 1, counts: [1] }
const figures: ColumnFigures = {
  count: 1000,
  distinct: 990,
  min: 0.5,
  max: 90,
  quantiles: [1, 2, 3, 4, 5],
  mean: 3,
  sd: 1,
  skewness: 0,
  kurtosis: 0,
  outliers: 0,
  histogram,
}
const column = (
  name: string,
  of: Partial<ColumnFigures> = {},
  rest: Partial<DescribedColumn> = {},
): DescribedColumn => ({
  name,
  kind: 'number',
  role: 'learnt',
  missing: 0,
  classes: null,
  figures: { ...figures, ...of },
  step: null,
  after: { mean: 0, sd: 1, skewness: 0, kurtosis: 0, histogram },
  lambda: null,
  ...rest,
})
const description = (columns: readonly DescribedColumn[], rest: Partial<DataDescription> = {}): DataDescription => ({
  name: 't',
  rows: 1000,
  sampled: null,
  columns,
  correlations: { names: [], rows: 0, pearson: new Float64Array(0), spearman: new Float64Array(0), rankedRows: 0 },
  incomplete: 0,
  duplicates: { rows: 0, first: [] },
  leakage: { held: 200, common: 0, nearly: 0 },
  parts: { train: 800, validation: 100, test: 100 },
  issues: [],
  ...rest,
})
const document = newDocument('Workshop')
const found = (of: DataDescription, data: FlowDocument['data'] = document.data) => problemsOf(of, data)

describe('problems of data', () => {
  it('are none of data that has none', () => {
    expect(found(description([column('a'), column('b')]))).toEqual([])
  })

  it('come with what does away with each of them', () => {
    const all = found(
      description(
        [
          column('a', { skewness: 5 }, { missing: 3 }),
          column('b', { distinct: 6 }, { step: 0.5 }),
          column('c', { distinct: 1, min: 7 }),
          column('d', { outliers: 30 }),
        ],
        { incomplete: 3, duplicates: { rows: 9, first: [[4, 8]] }, leakage: { held: 200, common: 2, nearly: 5 } },
      ),
    )
    expect(all.map(({ id }) => id)).toEqual([
      'missing',
      'constant-c',
      'leak',
      'duplicates',
      'skewed-a',
      'discrete-b',
      'outliers-d',
    ])
    const done = all.reduce((now, { mends }) => mends.at(0)?.edit(now) ?? now, document)
    expect(done.data).toMatchObject({
      missing: 'drop',
      omit: ['c'],
      duplicates: 'once',
      transforms: [
        { kind: 'log', columns: ['a'], shift: 0 },
        { kind: 'dequantise', columns: ['b'] },
        { kind: 'yeo-johnson', columns: ['d'] },
      ],
    })
  })

  it('are settled once something is done about them', () => {
    const gaps = description([column('a', {}, { missing: 3 })], {
      incomplete: 3,
      duplicates: { rows: 1, first: [[1, 2]] },
    })
    const now = found(gaps, { ...document.data, missing: 'median', duplicates: 'once' })
    expect(now.map(({ id, severity }) => [id, severity])).toEqual([
      ['missing', 'settled'],
      ['duplicates', 'settled'],
    ])
    expect(now.map(({ title }) => title)).toEqual([
      '3 of 1\u2009000 rows lacked a number: filled by medians',
      '1 duplicate row: left out',
    ])
    expect(now[1].advice).toBe('Such as row 2, which is row 1 again.')
    expect(now[0].mends.map(({ done }) => done)).toEqual([false, true])
  })
})

describe('transforms of a document', () => {
  const ends = { lower: 0, upper: 1 }
  it('gather columns in one step as long as nothing comes between', () => {
    const log = (name: string) => transformOf('log', [name], ends)
    const twice = withTransform(withTransform(document, log('a')), log('b'))
    expect(twice.data.transforms).toEqual([{ kind: 'log', columns: ['a', 'b'], shift: 0 }])
    const more = withTransform(withTransform(twice, transformOf('whiten', null, ends)), log('c'))
    expect(more.data.transforms).toHaveLength(3)
    expect(more.data.transforms!.map(stepWords)).toEqual(['ln x of a, b', 'Whiten all columns', 'ln x of c'])
  })

  it('go with a column that is left out, and leave no trace when all are gone', () => {
    const one = withTransform(document, transformOf('log', ['a'], ends))
    const without = withOmitted(one, 'a', true)
    expect(without.data).toMatchObject({ omit: ['a'] })
    expect('transforms' in without.data).toBe(false)
    expect(withOmitted(without, 'a', false)).toEqual(document)
    expect(withoutTransform(one, 0)).toEqual(document)
  })
})
