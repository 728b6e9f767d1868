import { describe, expect, it } from 'vitest'
import { serialise } from '@shared/document/serialise'
import { accepted, fileKind, fileName } from '../../../src/renderer/shells/fileKinds'
import { documentOf } from '../documents'

describe('a file', () => {
  it('is told by its name, and JSON by what it says it is', () => {
    expect(fileKind('a.flow.json', serialise(documentOf('affine')))).toBe('document')
    expect(fileKind('a.json', '{"format": "diffeo/model", "version": 1}')).toBe('model')
    expect(fileKind('Quakes.CSV', '')).toBe('data')
    expect(fileKind('x.npy', '')).toBe('data')
    expect(fileKind('x.parquet', '')).toBe('data')
    expect(fileKind('picture.png', '')).toBeNull()
  })

  it('that is broken JSON is taken for a document, whose reader will say where it breaks', () => {
    expect(fileKind('a.json', '{')).toBe('document')
  })

  it('of any kind can be chosen where it is not asked which', () => {
    const endings = (list: string): string[] => list.split(',')
    const one = [accepted.document, accepted.model, accepted.data].flatMap(endings)
    expect(endings(accepted.any)).toEqual(expect.arrayContaining(one))
  })

  it('gets a name that every system takes', () => {
    expect(fileName('Two moons', 'document')).toBe('two-moons.flow.json')
    expect(fileName('Müller/Brown: β=2', 'model')).toBe('mu-ller-brown-2.model.json')
    expect(fileName('../..', 'document')).toBe('untitled.flow.json')
  })
})
