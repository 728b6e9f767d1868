import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitChain } from '../../../src/renderer/editor/fit'
import { BLOCK_SIZE, GAP, insertionIndex, layoutChain } from '../../../src/renderer/editor/layout'
import type { Chain } from '../../../src/renderer/editor/layout'

const chainOf = (K: number): Chain => ({
  data: 'x',
  blocks: Array.from({ length: K }, (_, k) => `f${String(k)}`),
  base: 'z',
})
const lengths = fc.integer({ min: 0, max: 60 })

describe('the layout of a chain', () => {
  it('stands the data at the top, the base at the bottom and the blocks between, nearest to the data first', () => {
    expect(layoutChain(chainOf(3)).places.map((place) => place.id)).toEqual(['x', 'f2', 'f1', 'f0', 'z'])
  })

  it('keeps one gap between neighbours, however long the chain', () => {
    fc.assert(
      fc.property(lengths, (K) => {
        const { places } = layoutChain(chainOf(K))
        for (const [i, place] of places.slice(1).entries()) {
          expect(place.y - (places[i].y + places[i].height)).toBe(GAP)
        }
      }),
    )
  })

  it('makes room for exactly one block where one hovers and moves only what is below it', () => {
    fc.assert(
      fc.property(lengths, fc.nat(60), (K, at) => {
        const index = Math.min(at, K)
        const rest = layoutChain(chainOf(K)).places
        const { places, opening } = layoutChain(chainOf(K), index)
        expect(opening).not.toBeNull()
        const moved = places.map((place, i) => place.y - rest[i].y)
        const room = BLOCK_SIZE.height + GAP
        // The data and the blocks above the opening stay; from it down everything makes room.
        expect(moved).toEqual(rest.map((_, i) => (i <= K - index ? 0 : room)))
      }),
    )
  })
})

describe('the place a drop means', () => {
  it('is the wire it is dropped on', () => {
    fc.assert(
      fc.property(lengths, (K) => {
        const chain = chainOf(K)
        const { places } = layoutChain(chain)
        for (const [i, place] of places.slice(1).entries()) {
          // The wire between places i and i + 1, counted from the data, is index K − i.
          expect(insertionIndex(place.y - GAP / 2, chain)).toBe(K - i)
        }
      }),
    )
  })

  it('is the nearest end when dropped beyond the chain', () => {
    expect(insertionIndex(-1e4, chainOf(5))).toBe(5)
    expect(insertionIndex(1e4, chainOf(5))).toBe(0)
    expect(insertionIndex(0, chainOf(0))).toBe(0)
  })

  it('turns over at the middle of a block', () => {
    const chain = chainOf(2)
    const place = layoutChain(chain).places.find(({ id }) => id === 'f1')!
    const middle = place.y + place.height / 2
    expect(insertionIndex(middle - 1, chain)).toBe(2)
    expect(insertionIndex(middle + 1, chain)).toBe(1)
  })
})

describe('zoom to fit', () => {
  const canvas = { width: 380, height: 656 }

  it('shows all of a chain of six blocks at the default size', () => {
    const layout = layoutChain(chainOf(6))
    const { x, y, zoom } = fitChain(layout, canvas)
    const last = layout.places.at(-1)!
    expect(zoom).toBeLessThanOrEqual(1)
    expect(y).toBeGreaterThanOrEqual(0)
    expect(y + zoom * (last.y + last.height)).toBeLessThanOrEqual(canvas.height)
    expect(x + (zoom * BLOCK_SIZE.width) / 2).toBeCloseTo(canvas.width / 2, 0)
  })

  it('never enlarges a short chain and never shrinks a long one beyond reading', () => {
    expect(fitChain(layoutChain(chainOf(1)), canvas).zoom).toBe(1)
    const long = fitChain(layoutChain(chainOf(60)), canvas)
    expect(long.zoom).toBe(0.6)
    expect(long.y).toBeGreaterThan(0)
  })
})
