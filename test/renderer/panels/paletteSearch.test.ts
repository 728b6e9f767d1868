import { describe, expect, it } from 'vitest'
import { blocks } from '@shared/catalogue/registry'
import { searchBlocks } from '../../../src/renderer/panels/paletteSearch'

const find = (query: string) => searchBlocks(blocks, query).map((entry) => entry.type)

describe('the search in the palette', () => {
  it('finds every block by its own name', () => {
    for (const { label, type } of blocks) expect(find(label)).toContain(type)
  })

  it.each([
    ['nsf', 'spline-coupling'],
    ['realnvp', 'affine-coupling'],
    ['maf', 'masked-autoregressive'],
    ['nice', 'additive-coupling'],
    ['dinh', 'affine-coupling'],
    ['rank', 'planar'],
    ['SPL', 'spline-coupling'],
  ])('finds by %s what people call it', (query, type) => {
    expect(find(query)).toContain(type)
  })

  it('narrows with every further word and keeps the order when nothing is typed', () => {
    expect(find('coupling aff')).toEqual(['affine-coupling'])
    expect(find('  ')).toEqual(blocks.map((entry) => entry.type))
    expect(find('zzz')).toEqual([])
  })

  it('puts names that begin with what was typed first', () => {
    expect(find('affine')[0]).toMatch(/^affine/)
  })
})
