import { describe, expect, it } from 'vitest'
import { firstGiven, nearRows, nearWords, sliderRange, withRows } from '../../../../src/renderer/views/given/near'
import type { ContextSummary, GivenSummary, Opened } from '@shared/rpc/protocol'

const dose = {
  name: 'dose',
  kind: 'number',
  min: 0,
  max: 1000,
  mean: 120,
  quantiles: [10, 60, 110, 160, 210],
} as const
const arm: GivenSummary = { name: 'arm', kind: 'class', classes: ['a', 'b'] }

/** 200 rows: dose i, arm a for even ones. */
const both: ContextSummary = {
  columns: [dose, arm],
  preview: Float32Array.from({ length: 400 }, (_, i) => (i % 2 === 0 ? i / 2 : Math.floor(i / 2) % 2)),
  offers: [],
}
const classes: ContextSummary = {
  columns: [arm],
  preview: both.preview.filter((_, i) => i % 2 === 1),
  offers: [],
}

describe('the data rows near a context', () => {
  it('are all those of a class', () => {
    expect(nearRows(classes, [1])).toEqual(Array.from({ length: 100 }, (_, i) => 2 * i + 1))
  })

  it('are the nearest fifty or tenth of a class in its numbers', () => {
    const rows = nearRows(both, [100, 0])
    expect(rows).toHaveLength(50)
    expect(rows.every((row) => row % 2 === 0 && Math.abs(row - 100) <= 50)).toBe(true)
  })

  it('are what is shown of the data, each with its context', () => {
    const opened = {
      dims: 2,
      data: { preview: Float32Array.from({ length: 400 }, (_, i) => i), context: both },
    } as Opened
    const { preview, context } = withRows(opened, [3, 5]).data
    expect([...preview]).toEqual([6, 7, 10, 11])
    expect([...context.preview]).toEqual([3, 1, 5, 1])
  })

  it('are said in words', () => {
    expect(nearWords(both, [100, 0], 50)).toEqual({
      which: 'Data with arm = a nearest to dose = 100',
      many: '50 of 200 plotted',
    })
    expect(nearWords(classes, [1], 100)).toEqual({ which: 'Data with arm = b', many: '100 of 200 plotted' })
    expect(nearWords({ ...classes, preview: new Float32Array(0) }, [0], 0).many).toBe('not here')
  })
})

describe('what is given at first', () => {
  it('is the median of a number and the first class', () => {
    expect(firstGiven([dose, arm])).toEqual([110, 0])
  })

  it('lies on a slider that far values do not stretch', () => {
    expect(sliderRange(dose)).toEqual({ min: 0, max: 310 })
    expect(sliderRange({ ...dose, min: 5, max: 5, quantiles: [5, 5, 5, 5, 5] })).toEqual({ min: 5, max: 6 })
  })
})
