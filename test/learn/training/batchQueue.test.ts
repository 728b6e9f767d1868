import { describe, expect, it } from 'vitest'
import { BatchQueue } from '@shared/learn/training/batchQueue'
import { Minibatches } from '@shared/learn/training/minibatches'
import { Random } from '@shared/math/random'

/** Batches of 3 of 8 rows, which soon come to the next epoch. */
const sequence = () =>
  new Minibatches(
    Float32Array.from({ length: 8 }, (_, i) => i),
    1,
    3,
    new Random(7),
  )
const first = (count: number) => {
  const batches = sequence()
  return Array.from({ length: count }, () => [...batches.next()])
}

describe('batches drawn ahead', () => {
  it('are those of the sequence, however they are drawn and taken', () => {
    const queue = new BatchQueue(sequence())
    queue.prepare(4)
    const taken = [[...queue.take(1)], [...queue.take(2)]]
    queue.prepare(1)
    taken.push([...queue.take(5)])
    expect(taken.flat()).toEqual(first(8).flat())
  })

  it('leave the sequence where what was taken ends', () => {
    const [queue, plain] = [new BatchQueue(sequence()), sequence()]
    queue.prepare(6)
    queue.take(2)
    for (let i = 0; i < 2; i++) plain.next()
    expect(queue.state()).toEqual(plain.state())
    const other = new BatchQueue(sequence())
    other.prepare(5)
    other.restore(queue.state())
    expect([...other.take(4)]).toEqual(first(6).slice(2).flat())
  })

  it('can be given back from the end', () => {
    for (const ahead of [0, 3])
      for (const index of [0, 2, 3]) {
        const queue = new BatchQueue(sequence())
        queue.take(4)
        queue.prepare(ahead)
        expect([...queue.backTo(index)]).toEqual(first(4)[index])
        expect([...queue.take(2)]).toEqual(
          first(index + 3)
            .slice(index + 1)
            .flat(),
        )
      }
  })
})
