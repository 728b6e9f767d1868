import { describe, expect, it } from 'vitest'
import { worst } from '@shared/engine/pictures/doubts'

const doubtsOf = (...excess: number[]) => ({
  at: Int32Array.from(excess, (_, k) => 10 * k),
  excess: Float32Array.from(excess),
})

describe('those in most doubt', () => {
  it('are so many, in the order in which they lie', () => {
    expect([...worst(doubtsOf(2, 9, 1.5, 40, 3), 3)]).toEqual([10, 30, 40])
    expect([...worst(doubtsOf(2, 9, 1.5), 0)]).toEqual([])
  })

  it('are all where there is room, and of those alike the first', () => {
    expect([...worst(doubtsOf(2, 9), 2)]).toEqual([0, 10])
    expect([...worst(doubtsOf(5, 7, 5, 5, 7), 3)]).toEqual([0, 10, 40])
  })

  it('hold every one of which no guess can be made, whatever the room', () => {
    expect([...worst(doubtsOf(Infinity, 3, Infinity, 8, Infinity), 2)]).toEqual([0, 20, 40])
    expect([...worst(doubtsOf(Infinity, 3, Infinity, 8, Infinity), 4)]).toEqual([0, 20, 30, 40])
    expect([...worst(doubtsOf(Infinity, Infinity, Infinity), 1)]).toEqual([0, 10, 20])
  })

  it('of many have none left out that is in twice the doubt', () => {
    const excess = Array.from({ length: 3000 }, (_, k) => 1 + ((k * 7919) % 3001) ** 2 / 1000)
    const doubts = doubtsOf(...excess)
    const found = new Set(worst(doubts, 700))
    expect(found.size).toBe(700)
    const least = Math.min(...excess.filter((_, k) => found.has(10 * k)))
    const most = Math.max(...excess.filter((_, k) => !found.has(10 * k)))
    expect(most).toBeLessThan(1.13 * least)
  })
})
