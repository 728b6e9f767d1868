import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { documentFormat, migrate, modelFormat, oldestVersion } from '@shared/document/migrations'
import { parseDocument, parseModel } from '@shared/document/validate'
import { describe, expect, it } from 'vitest'
import { broken } from './broken'
import { modelOf } from './models'
import { oneOfEach } from './generators'

const read = (name: string): unknown =>
  JSON.parse(readFileSync(fileURLToPath(new URL(`../fixtures/documents/${name}`, import.meta.url)), 'utf8'))

const present = read('two-couplings.v3.flow.json')

describe('a document of version 2', () => {
  it('opens as the same document', () => {
    expect(parseDocument(read('two-couplings.v2.flow.json'))).toEqual({ ok: true, value: present })
  })
})

describe('a document of version 1', () => {
  const before = read('two-couplings.v1.flow.json') as object

  it('opens as the same document, trained on its table to the last step', () => {
    expect(parseDocument(before)).toEqual({ ok: true, value: present })
  })

  it('that is broken is refused by the schema, not by a migration', () => {
    for (const part of ['data', 'training'])
      for (const value of [undefined, null, 3, [], { source: null }])
        expect(parseDocument({ ...before, [part]: value }).ok).toBe(false)
  })
})

describe('a document of version 0', () => {
  const before = read('two-couplings.v0.flow.json')

  it('opens as the same document with no block inverted', () => {
    expect(parseDocument(before)).toEqual({ ok: true, value: present })
  })

  it('is left as it was', () => {
    const copy = structuredClone(before)
    parseDocument(before)
    expect(before).toEqual(copy)
  })

  it('opens inside a model too', () => {
    const model = modelOf(oneOfEach())
    const old = broken(model, (file) => {
      file.document.version = 0
      for (const node of file.document.graph.nodes) delete node.inverted
    })
    expect(parseModel(old)).toEqual({ ok: true, value: model })
  })

  it('that is broken is refused by the schema, not by a migration', () => {
    for (const graph of [undefined, null, 3, { nodes: 'none' }, { nodes: [null, 3, 'x'] }]) {
      expect(parseDocument({ ...(before as object), graph }).ok).toBe(false)
    }
  })
})

describe.each([documentFormat, modelFormat])('$format', (format) => {
  it('can be read from every version since the oldest', () => {
    const steps = format.migrations.map(({ from }) => from)
    expect(steps).toEqual(
      Array.from({ length: format.version - oldestVersion(format) }, (_, i) => oldestVersion(format) + i),
    )
  })

  it('of the present version passes through untouched', () => {
    const file = { format: format.format, version: format.version, extra: 1 }
    expect(migrate(format, file)).toBe(file)
  })
})
