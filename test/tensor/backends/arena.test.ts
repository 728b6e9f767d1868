import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aligned, ALIGNMENT, planArena, type Lifetime } from '@shared/tensor/backends/arena'

const lifetimes = fc
  .array(fc.record({ bytes: fc.nat(5000), first: fc.nat(40), lasting: fc.nat(12) }), { maxLength: 60 })
  .map((list) => list.map(({ bytes, first, lasting }, key) => ({ key, bytes, first, last: first + lasting })))

const places = (lives: readonly Lifetime<number>[], offsets: ReadonlyMap<number, number>) =>
  lives.map((life) => ({
    ...life,
    from: offsets.get(life.key)!,
    to: offsets.get(life.key)! + aligned(Math.max(1, life.bytes)),
  }))

describe('an arena', () => {
  it('never has two buffers in one place at one time, each at a line of the cache', () => {
    fc.assert(
      fc.property(lifetimes, (lives) => {
        const { offsets, bytes } = planArena(lives)
        const placed = places(lives, offsets)
        for (const a of placed) {
          expect(a.from % ALIGNMENT).toBe(0)
          expect(a.to).toBeLessThanOrEqual(bytes)
          for (const b of placed) {
            const together = a.first <= b.last && b.first <= a.last
            if (a.key !== b.key && together) expect(a.to <= b.from || b.to <= a.from).toBe(true)
          }
        }
      }),
    )
  })

  it('is no smaller than the fullest step needs and never twice as large', () => {
    fc.assert(
      fc.property(lifetimes, fc.boolean(), (lives, alike) => {
        const given = alike ? lives.map((life) => ({ ...life, bytes: 640 })) : lives
        const at = (step: number) => given.filter(({ first, last }) => first <= step && step <= last)
        const sizes = (list: typeof given) => list.reduce((sum, { bytes }) => sum + aligned(Math.max(1, bytes)), 0)
        const fullest = Math.max(0, ...given.map(({ first }) => sizes(at(first))))
        const { bytes } = planArena(given)
        expect(bytes).toBeGreaterThanOrEqual(fullest)
        expect(bytes).toBeLessThanOrEqual(2 * fullest)
      }),
    )
  })

  it('gives a chain of values two places', () => {
    const chain = Array.from({ length: 50 }, (_, key) => ({ key, bytes: 1000, first: key, last: key + 1 }))
    expect(planArena(chain).bytes).toBe(2 * aligned(1000))
  })
})
