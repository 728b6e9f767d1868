import { describe, expect, it } from 'vitest'
import { Minibatches } from '@shared/learn/training/minibatches'
import { Random } from '@shared/math/random'

const table = Float32Array.from({ length: 20 }, (_, i) => i) // ten rows of two

describe('minibatches', () => {
  it('meet every row once each epoch, though batches reach over its end', () => {
    const batches = new Minibatches(table, 2, 4, new Random(1))
    const seen = Array.from({ length: 15 }, () => [...batches.next()]).flat()
    for (let epoch = 0; epoch < 6; epoch++) {
      const rows = seen.slice(epoch * 20, epoch * 20 + 20)
      expect(rows.filter((_, i) => i % 2 === 0).sort((a, b) => a - b)).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18])
      for (let i = 0; i < 20; i += 2) expect(rows[i + 1]).toBe(rows[i] + 1)
    }
  })

  it('come in another order each epoch', () => {
    const batches = new Minibatches(table, 2, 10, new Random(1))
    expect(batches.next()).not.toEqual(batches.next())
  })

  it('are no larger than the table', () => {
    expect(new Minibatches(table, 2, 512, new Random(1)).next()).toHaveLength(20)
  })

  it('go on from a state, also in the middle of an epoch', () => {
    const batches = new Minibatches(table, 2, 3, new Random(9))
    for (let i = 0; i < 5; i++) batches.next()
    const again = new Minibatches(table, 2, 3, new Random(9))
    again.restore(batches.state())
    for (let i = 0; i < 9; i++) expect(again.next()).toEqual(batches.next())
  })
})
