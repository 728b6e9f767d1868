import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitChain, fitPlaces, formFor, LEAST_ZOOM, reveal } from '../../../src/renderer/editor/fit'
import {
  BLOCK_HEIGHTS,
  FRAME_HEADING,
  FRAME_INSET,
  GAPS,
  layoutChain,
  spotAt,
  WIDTH,
} from '../../../src/renderer/editor/layout'
import type { BlockForm, Chain } from '../../../src/renderer/editor/layout'

const chainOf = (K: number): Chain => ({
  data: 'x',
  blocks: Array.from({ length: K }, (_, k) => `f${String(k)}`),
  base: 'z',
})
const indexAt = (y: number, chain: Chain, form: BlockForm) => spotAt(y, chain, form).index
const forms = fc.constantFrom<BlockForm>('full', 'compact')
const lengths = fc.integer({ min: 0, max: 60 })

describe('the layout of a chain', () => {
  it('stands the data at the top, the base at the bottom and the blocks between, nearest to the data first', () => {
    expect(layoutChain(chainOf(3), 'full').places.map((place) => place.id)).toEqual(['x', 'f2', 'f1', 'f0', 'z'])
  })

  it('keeps one gap between neighbours, however long the chain', () => {
    fc.assert(
      fc.property(lengths, forms, (K, form) => {
        const { places } = layoutChain(chainOf(K), form)
        for (const [i, place] of places.slice(1).entries()) {
          expect(place.y - (places[i].y + places[i].height)).toBe(GAPS[form])
        }
      }),
    )
  })

  it('makes room for exactly one block where one hovers and moves only what is below it', () => {
    fc.assert(
      fc.property(lengths, fc.nat(60), forms, (K, at, form) => {
        const index = Math.min(at, K)
        const rest = layoutChain(chainOf(K), form).places
        const { places, opening } = layoutChain(chainOf(K), form, { index, into: null })
        expect(opening).not.toBeNull()
        const moved = places.map((place, i) => place.y - rest[i].y)
        const room = BLOCK_HEIGHTS[form] + GAPS[form]
        // The data and the blocks above the opening stay; from it down everything makes room.
        expect(moved).toEqual(rest.map((_, i) => (i <= K - index ? 0 : room)))
      }),
    )
  })
})

describe('the place a drop means', () => {
  it('is the wire it is dropped on', () => {
    fc.assert(
      fc.property(lengths, forms, (K, form) => {
        const chain = chainOf(K)
        const { places } = layoutChain(chain, form)
        for (const [i, place] of places.slice(1).entries()) {
          // The wire between places i and i + 1, counted from the data, is index K − i.
          expect(indexAt(place.y - GAPS[form] / 2, chain, form)).toBe(K - i)
        }
      }),
    )
  })

  it('is the nearest end when dropped beyond the chain', () => {
    expect(indexAt(-1e4, chainOf(5), 'full')).toBe(5)
    expect(indexAt(1e4, chainOf(5), 'full')).toBe(0)
    expect(indexAt(0, chainOf(0), 'full')).toBe(0)
  })

  it('turns over at the middle of a block', () => {
    const chain = chainOf(2)
    const place = layoutChain(chain, 'full').places.find(({ id }) => id === 'f1')!
    const middle = place.y + place.height / 2
    expect(indexAt(middle - 1, chain, 'full')).toBe(2)
    expect(indexAt(middle + 1, chain, 'full')).toBe(1)
  })
})

describe('zoom to fit', () => {
  const canvases = [
    { width: 380, height: 632 },
    { width: 380, height: 456 },
  ]

  it('shows all of a chain of eight blocks at the default sizes, large enough to be read', () => {
    for (const canvas of canvases) {
      for (let K = 0; K <= 8; K++) {
        const layout = layoutChain(chainOf(K), formFor(chainOf(K), canvas))
        const { x, y, zoom } = fitChain(layout, canvas)
        const last = layout.places.at(-1)!
        expect(zoom).toBeLessThanOrEqual(1)
        expect(y).toBeGreaterThanOrEqual(0)
        expect(y + zoom * (last.y + last.height)).toBeLessThanOrEqual(canvas.height)
        expect(x + (zoom * WIDTH) / 2).toBeCloseTo(canvas.width / 2, 0)
      }
    }
  })

  it('makes blocks compact only where full ones would be hard to read', () => {
    expect(canvases.map((canvas) => formFor(chainOf(3), canvas))).toEqual(['full', 'full'])
    expect(canvases.map((canvas) => formFor(chainOf(4), canvas))).toEqual(['full', 'compact'])
    expect(formFor(chainOf(4), { width: 240, height: 632 })).toBe('full') // no compact one would be larger
    expect(canvases.map((canvas) => formFor(chainOf(6), canvas))).toEqual(['compact', 'compact'])
    expect(formFor(chainOf(60), { width: 0, height: 0 })).toBe('full')
  })

  it('never enlarges a short chain and never shrinks a long one beyond reading', () => {
    expect(fitChain(layoutChain(chainOf(1), 'full'), canvases[0]).zoom).toBe(1)
    const long = fitChain(layoutChain(chainOf(60), 'compact'), canvases[0])
    expect(long.zoom).toBe(1) // it is panned, so nothing is gained by drawing it smaller
    const framed = { left: -28, width: WIDTH + 56, bottom: 0 }
    expect(fitChain(layoutChain(chainOf(60), 'compact'), { width: 280, height: 456 }, framed).zoom).toBe(LEAST_ZOOM)
    expect(long.y).toBeGreaterThan(0)
  })

  it('brings any block of a long chain into view, and stays where it is when the block is in view', () => {
    const [canvas] = canvases
    const layout = layoutChain(chainOf(60), 'compact')
    const start = fitChain(layout, canvas)
    expect(reveal(layout.places[0], start, canvas)).toEqual(start)
    for (const place of layout.places) {
      const { y, zoom } = reveal(place, start, canvas)
      expect(y + zoom * place.y).toBeGreaterThanOrEqual(0)
      expect(y + zoom * (place.y + place.height)).toBeLessThanOrEqual(canvas.height)
    }
  })
})

describe('a group', () => {
  const chain: Chain = { data: 'x', blocks: ['a', { id: 'g', blocks: ['b', 'c'] }, 'd'], base: 'z' }
  const placesOf = (form: BlockForm) => new Map(layoutChain(chain, form).places.map((place) => [place.id, place]))

  it.each(['full', 'compact'] as const)('frames its blocks, and keeps the gaps around them, %s', (form) => {
    const at = placesOf(form)
    const [frame, b, c] = ['g', 'b', 'c'].map((id) => at.get(id)!)
    expect([...at.keys()]).toEqual(['x', 'd', 'g', 'c', 'b', 'a', 'z'])
    expect(c.y).toBe(frame.y + FRAME_HEADING + FRAME_INSET)
    expect(b.y - (c.y + c.height)).toBe(GAPS[form])
    expect(b.y + b.height).toBe(frame.y + frame.height - FRAME_INSET)
    expect(at.get('a')!.y - (frame.y + frame.height)).toBe(GAPS[form])
  })

  it('takes what is dropped into its frame, and leaves outside what is dropped beside it', () => {
    const at = placesOf('full')
    const [frame, b, c] = ['g', 'b', 'c'].map((id) => at.get(id)!)
    expect(spotAt(frame.y - 5, chain, 'full')).toEqual({ index: 2, into: null })
    expect(spotAt(c.y - 5, chain, 'full')).toEqual({ index: 2, into: 'g' })
    expect(spotAt((b.y + c.y + c.height) / 2, chain, 'full')).toEqual({ index: 1, into: 'g' })
    expect(spotAt(b.y + b.height + 2, chain, 'full')).toEqual({ index: 0, into: 'g' })
    expect(spotAt(frame.y + frame.height + 5, chain, 'full')).toEqual({ index: 1, into: null })
  })

  it('does not take what cannot be in a group', () => {
    const c = placesOf('full').get('c')!
    expect(spotAt(c.y, chain, 'full', true).into).toBeNull()
  })

  it('makes room within its frame', () => {
    const rest = placesOf('full').get('g')!
    const { places, opening } = layoutChain(chain, 'full', { index: 1, into: 'g' })
    const frame = places.find(({ id }) => id === 'g')!
    expect(frame.height - rest.height).toBe(BLOCK_HEIGHTS.full + GAPS.full)
    expect(opening!.y).toBeGreaterThan(frame.y)
    expect(opening!.y).toBeLessThan(frame.y + frame.height)
  })
})

describe('the view of a part of the chain', () => {
  it('has all of it, in the middle', () => {
    const canvas = { width: 380, height: 600 }
    const { places } = layoutChain(chainOf(30), 'full')
    fc.assert(
      fc.property(fc.nat(28), fc.integer({ min: 1, max: 6 }), (from, count) => {
        const part = places.slice(from, from + count)
        const { y, zoom } = fitPlaces(part, canvas)
        const top = y + zoom * part[0].y
        const last = part[part.length - 1]
        const bottom = y + zoom * (last.y + last.height)
        expect(top).toBeGreaterThanOrEqual(0)
        expect(bottom).toBeLessThanOrEqual(canvas.height)
        expect(Math.abs(top - (canvas.height - bottom))).toBeLessThanOrEqual(2)
        expect(zoom).toBeLessThanOrEqual(1)
      }),
    )
  })
})
