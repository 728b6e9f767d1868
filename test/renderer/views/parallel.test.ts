import { describe, expect, it } from 'vitest'
import { countMarked, markedRows, withBrush } from '../../../src/renderer/views/parallel/brush'
import { besideEachOther } from '../../../src/renderer/views/parallel/names'
import { byCorrelation, reordered } from '../../../src/renderer/views/parallel/order'

describe('brushes', () => {
  const rows = Float32Array.of(0, 10, 1, 20, 2, 30, Number.NaN, 20)
  const first = withBrush(new Map(), 0, { min: 0.5, max: 2 })

  it('mark every row where there is none', () => {
    expect(countMarked(markedRows(rows, 2, new Map()))).toBe(4)
  })

  it('mark the rows inside of all of them, ends included, and none that is no number', () => {
    expect([...markedRows(rows, 2, first)]).toEqual([0, 1, 1, 0])
    expect([...markedRows(rows, 2, withBrush(first, 1, { min: 0, max: 25 }))]).toEqual([0, 1, 0, 0])
  })

  it('are taken away one by one, the others left as they were', () => {
    expect(withBrush(withBrush(first, 1, { min: 0, max: 1 }), 0, null)).toEqual(new Map([[1, { min: 0, max: 1 }]]))
    expect(first.size).toBe(1)
  })
})

describe('the order of the axes', () => {
  it('puts columns that go together side by side', () => {
    // 0 and 3 go together most, 1 with 3, 2 with 0 but against it.
    const correlations = new Float64Array(16)
    for (const [a, b, r] of [
      [0, 3, 0.9],
      [1, 3, 0.6],
      [0, 2, -0.5],
    ] as const) {
      correlations[4 * a + b] = correlations[4 * b + a] = r
    }
    expect(byCorrelation([0, 1, 2, 3], correlations, 4)).toEqual([2, 0, 3, 1])
  })

  it('keeps all columns when one is constant', () => {
    expect(byCorrelation([0, 1, 2], new Float64Array(9).fill(Number.NaN), 3).toSorted()).toEqual([0, 1, 2])
  })

  it('takes one axis elsewhere and the others along, never out of the row', () => {
    expect(reordered([4, 5, 6, 7], 0, 2)).toEqual([5, 6, 4, 7])
    expect(reordered([4, 5, 6, 7], 3, 9)).toEqual([4, 5, 6, 7])
    expect(reordered([4, 5, 6, 7], 1, -1)).toEqual([5, 4, 6, 7])
  })
})

describe('the names of the axes', () => {
  it('stand side by side where all are whole in two lines of their room', () => {
    expect(besideEachOther(['mean radius', 'mean perimeter'], 64)).toBe(true)
    expect(besideEachOther(['mean radius', 'mean perimeter'], 48)).toBe(false)
    expect(besideEachOther(['mean concave points'], 64)).toBe(false)
    expect(besideEachOther([], 64)).toBe(true)
  })
})
