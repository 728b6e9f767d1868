import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fineStep, nextStop, played, playSeconds, SNAP, snapped } from '../../../../src/renderer/views/layers/scrub'

const stacks = fc.integer({ min: 1, max: 60 })
const ways = fc.constantFrom<1 | -1>(1, -1)

describe('the layer scrubber', () => {
  it('snaps to a stop where it is let go near one, and stays where it is else', () => {
    expect(snapped(2.15, 4)).toBe(2)
    expect(snapped(2.85, 4)).toBe(3)
    expect(snapped(2.5, 4)).toBe(2.5)
    fc.assert(
      fc.property(stacks, fc.double({ min: 0, max: 1, noNaN: true }), (K, share) => {
        const t = share * K
        const to = snapped(t, K)
        expect(Math.abs(to - t)).toBeLessThanOrEqual(SNAP + 1e-12)
        expect(Number.isInteger(to) || to === t).toBe(true)
      }),
    )
  })

  it('goes from stop to stop by arrow keys, also from between two, and not beyond its ends', () => {
    expect([nextStop(1, 4, 1), nextStop(1, 4, -1)]).toEqual([2, 0])
    expect([nextStop(1.4, 4, 1), nextStop(1.4, 4, -1)]).toEqual([2, 1])
    expect([nextStop(4, 4, 1), nextStop(0, 4, -1)]).toEqual([4, 0])
  })

  it('comes back to whole layers after ten tenths', () => {
    fc.assert(
      fc.property(stacks, ways, (K, way) => {
        const start = way > 0 ? 0 : K
        let t = start
        for (let i = 0; i < 10; i++) t = fineStep(t, K, way)
        expect(t).toBe(start + way)
      }),
    )
  })

  it('plays all of the way in the time it says, and halts exactly at the end', () => {
    fc.assert(
      fc.property(stacks, ways, (K, way) => {
        const [start, end] = way > 0 ? [0, K] : [K, 0]
        expect(played(start, K, playSeconds(K) * 0.999, way, false).ended).toBe(false)
        expect(played(start, K, playSeconds(K) * 1.001, way, false)).toEqual({ t: end, ended: true })
      }),
    )
  })

  it('shows its end before it begins again in a loop', () => {
    const atEnd = played(3.99, 4, 1, 1, true)
    expect(atEnd).toEqual({ t: 4, ended: false })
    expect(played(atEnd.t, 4, 0.016, 1, true)).toEqual({ t: 0, ended: false })
    expect(played(0, 4, 0.016, -1, true)).toEqual({ t: 4, ended: false })
  })
})
