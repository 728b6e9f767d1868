import { describe, expect, it } from 'vitest'
import { FreshBatches } from '@shared/learn/training/freshBatches'
import { Minibatches } from '@shared/learn/training/minibatches'
import { ContextUnits, RowUnits } from '@shared/learn/context'
import { Units } from '@shared/learn/units'
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
    expect([...batches.next()]).not.toEqual([...batches.next()])
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

describe('fresh batches', () => {
  const standardised = new Units(2, [{ type: 'standardise', mean: [10, 20], scale: [2, 4] }])
  const units = new RowUnits(standardised)
  const draw = (count: number, random: Random) => Float64Array.from({ length: 2 * count }, () => random.uniform())
  const fresh = (seed: number) => new FreshBatches(draw, units, 6, new Random(seed))

  it('are in the units of the flow', () => {
    const [x, y] = draw(1, new Random(1))
    expect([...fresh(1).next()].slice(0, 2)).toEqual([Math.fround((x - 10) / 2), Math.fround((y - 20) / 4)])
  })

  it('bring the context that each row came with', () => {
    const context = new ContextUnits([
      { name: 'dose', kind: 'number', mean: 1, scale: 2 },
      { name: 'kind', kind: 'class', classes: ['a', 'b', 'c'] },
    ])
    const batches = new FreshBatches(
      (count) => Float64Array.from({ length: 4 * count }, (_, i) => [10, 24, 5, (i - 3) / 4][i % 4]),
      new RowUnits(standardised, context),
      3,
      new Random(1),
    )
    expect([...batches.next()]).toEqual([0, 1, 2, 1, 0, 0, 0, 1, 2, 0, 1, 0, 0, 1, 2, 0, 0, 1])
  })

  it('never come again, whatever their number', () => {
    const batches = fresh(1)
    const values = Array.from({ length: 50 }, () => [...batches.next()]).flat()
    expect(new Set(values).size).toBeGreaterThan(0.99 * values.length)
  })

  it('go on from a state, and refuse that of a table', () => {
    const batches = fresh(2)
    for (let i = 0; i < 5; i++) batches.next()
    const again = fresh(2)
    again.restore(batches.state())
    expect(again.next()).toEqual(batches.next())
    expect(() => {
      again.restore(new Minibatches(table, 2, 3, new Random(9)).state())
    }).toThrow('fresh batches cannot go on')
  })
})
