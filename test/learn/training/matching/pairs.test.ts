import { MOST_PAIRED, pairUp } from '@shared/learn/training/matching/pairs'
import { describe, expect, it } from 'vitest'
import { normalRows } from '../../../flow/support/blocks'

const none = new Float64Array()
const identity = (n: number) => Array.from({ length: n }, (_, i) => i)

describe('pairs of draws and rows', () => {
  it('on a line are in the same order', () => {
    const [y0, y1] = [normalRows(MOST_PAIRED, 1, 1), normalRows(MOST_PAIRED, 1, 2)]
    const order = pairUp({ dims: 1, y0, y1, contexts: none })
    const ranked = (values: Float64Array) => identity(values.length).sort((i, j) => values[i] - values[j])
    expect(ranked(y1).map((row) => order[row])).toEqual(ranked(y0))
  })

  it('give every draw to one row, and more than can be assigned at once by parts', () => {
    const n = 2 * MOST_PAIRED + 3
    const order = pairUp({ dims: 2, y0: normalRows(n, 2, 1), y1: normalRows(n, 2, 2), contexts: none })
    expect([...order].sort((i, j) => i - j)).toEqual(identity(n))
    expect(order.slice(0, MOST_PAIRED).every((draw) => draw < MOST_PAIRED)).toBe(true)
  })

  it('are of one context each, and left alone where each row has its own', () => {
    const n = 40
    const [y0, y1] = [normalRows(n, 2, 1), normalRows(n, 2, 2)]
    const classes = Float64Array.from({ length: 2 * n }, (_, at) => Number(Math.floor(at / 2) % 2 === at % 2))
    const order = pairUp({ dims: 2, y0, y1, contexts: classes })
    expect([...order].every((draw, row) => draw % 2 === row % 2)).toBe(true)
    expect([...order]).not.toEqual(identity(n))
    expect([...pairUp({ dims: 2, y0, y1, contexts: normalRows(n, 1, 3) })]).toEqual(identity(n))
  })

  it('survive points that are not finite', () => {
    const y1 = Float64Array.from([NaN, 1, Infinity, 0, 3, 4])
    expect([...pairUp({ dims: 2, y0: new Float64Array(6), y1, contexts: none })].sort()).toEqual([0, 1, 2])
  })
})
