import { describe, expect, it } from 'vitest'
import { addFrame, addNote, groupBlocks } from '@shared/document/edits'
import type { FlowDocument } from '@shared/document/schema'
import { toCanvas } from '../../../src/renderer/editor/adapter'
import { contentsOf } from '../../../src/renderer/editor/contents'
import { fitChain } from '../../../src/renderer/editor/fit'
import { FRAME_HEADING, layoutChain, REGION_HEADING, REGION_INSET, spotAt } from '../../../src/renderer/editor/layout'
import type { Chain } from '../../../src/renderer/editor/layout'
import { placeNotes } from '../../../src/renderer/editor/notePlaces'
import { documentOf } from '../documents'

const chain: Chain = { data: 'x', blocks: ['a', 'b', 'c', 'd'], base: 'z' }
const region = (id: string, from: string, to: string) => ({ id, from, to })

describe('frames in the layout', () => {
  it('hold their blocks and no others, each inside the one around it', () => {
    const { places, regions } = layoutChain(
      { ...chain, regions: [region('inner', 'b', 'b'), region('outer', 'b', 'c')] },
      'full',
    )
    const inside = (id: string) => {
      const { y, height } = regions.find((one) => one.id === id)!
      return places.filter((place) => place.y >= y && place.y + place.height <= y + height).map((place) => place.id)
    }
    expect(inside('outer')).toEqual(['c', 'b'])
    expect(inside('inner')).toEqual(['b'])
    expect(regions.map(({ id, holds }) => [id, holds])).toEqual([
      ['outer', 1],
      ['inner', 0],
    ])
    const tops = places.map(({ y }) => y)
    expect(tops).toEqual([...tops].sort((a, b) => a - b))
  })

  it('leave the spot where a block enters as the eye has it', () => {
    const framed = { ...chain, regions: [region('one', 'b', 'c')] }
    for (const form of ['full', 'compact'] as const) {
      const { places } = layoutChain(framed, form)
      const above = places.find(({ id }) => id === 'b')!
      expect(spotAt(above.y - 1, framed, form)).toEqual({ index: 2, into: null })
    }
  })
})

describe('notes beside the chain', () => {
  it('stand at their blocks, one below another where there is no room', () => {
    const anchors = [
      { id: 'low', y: 100, at: 114 },
      { id: 'first', y: 0, at: 14 },
      { id: 'second', y: 20, at: 34 },
    ]
    const heights = new Map([['first', 60]])
    expect(placeNotes(anchors, (id) => heights.get(id))).toEqual([
      { id: 'first', y: 0, lead: 14 },
      { id: 'second', y: 66, lead: -32 },
      { id: 'low', y: 112, lead: 2 },
    ])
  })
})

describe('notes and frames on the canvas', () => {
  const stack = documentOf('affine', 'planar', 'radial')
  const noted = addNote(
    addFrame(stack, { title: 'Both', colour: 'teal', from: 'planar-1', to: 'radial-1' }).document,
    'planar-1',
    'Bends',
  )
  const draw = (document: FlowDocument, folded = new Set<string>()) =>
    toCanvas(document, contentsOf(document, [], { title: '', note: '' }, 'full'), 'full', null, folded)

  it('are nodes of their own, and words at the blocks', () => {
    const { nodes, edges } = draw(noted)
    const kinds = nodes.map(({ data }) => data?.kind)
    expect(kinds.filter((kind) => kind === 'region' || kind === 'note')).toHaveLength(2)
    expect(nodes.find(({ id }) => id === 'planar-1')?.data).toMatchObject({ said: ['in “Both”', 'note: Bends'] })
    expect(nodes.find(({ id }) => id === 'affine-1')?.data).toMatchObject({ said: [] })
    expect(edges.map(({ data }) => data.under)).toEqual([0, 0, 0, REGION_HEADING])
    expect(edges.map(({ data }) => data.within)).toEqual([0, REGION_INSET, 0, 0])
    expect(edges.map(({ length, data }) => length - data.under - data.within)).toEqual([20, 20, 20, 20])
  })

  it('of a folded group are at its heading', () => {
    const { document, id } = groupBlocks(noted, ['planar-1'], 'Step')
    const at = (name: string) => draw(document, new Set([id])).nodes.find((node) => node.id === name)!.position.y
    expect(Math.abs(at(':note-note-1') - at(id))).toBeLessThan(FRAME_HEADING)
  })

  it('are in the view that shows all', () => {
    const layout = layoutChain(chain, 'full')
    const { x, zoom } = fitChain(layout, { width: 420, height: 2000 }, { left: -18, width: 400, bottom: 0 })
    expect(x + zoom * -18).toBeGreaterThanOrEqual(0)
    expect(x + zoom * (400 - 18)).toBeLessThanOrEqual(420)
  })
})
