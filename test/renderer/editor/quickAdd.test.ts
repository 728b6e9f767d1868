import { describe, expect, it } from 'vitest'
import { newBlockAt } from '@shared/document/create'
import { groupBlocks, newGroup } from '@shared/document/edits'
import { findAddable } from '../../../src/renderer/editor/addable'
import { spotBetween } from '../../../src/renderer/editor/spots'
import { documentOf } from '../documents'

const stack = documentOf('affine', 'spline-coupling', 'planar')
const own = [{ id: 'own-1', name: 'Spline pair', group: newGroup('g', '', [newBlockAt(stack, 'affine', 0)]) }]
const labels = (query: string, inGroup = false) => findAddable(query, own, inGroup).map(({ label }) => label)

describe('the list to add from', () => {
  it('finds blocks, recipes and blocks of one’s own by what is typed', () => {
    expect(labels('spline').slice(0, 2)).toEqual(['Spline pair', 'Spline coupling'])
    expect(findAddable('', own, false).map(({ subject }) => subject.kind)).toContain('recipe')
  })

  it('offers a group only what it can hold', () => {
    expect(new Set(findAddable('', own, true).map(({ subject }) => subject.kind))).toEqual(new Set(['new']))
    expect(labels('spline', true)).not.toContain('Spline pair')
  })
})

describe('the spot on a wire', () => {
  it('is between its two ends', () => {
    expect(spotBetween(stack, 'base', 'affine-1')).toEqual({ index: 0, into: null })
    expect(spotBetween(stack, 'affine-1', 'spline-coupling-1')).toEqual({ index: 1, into: null })
    expect(spotBetween(stack, 'planar-1', 'data')).toEqual({ index: 3, into: null })
  })

  it('is in a group between its blocks, and in the chain on either side of them', () => {
    const { document, id } = groupBlocks(stack, ['affine-1', 'spline-coupling-1'], 'Step')
    expect(spotBetween(document, 'base', 'affine-1')).toEqual({ index: 0, into: null })
    expect(spotBetween(document, 'affine-1', 'spline-coupling-1')).toEqual({ index: 1, into: id })
    expect(spotBetween(document, 'spline-coupling-1', 'planar-1')).toEqual({ index: 1, into: null })
  })
})
