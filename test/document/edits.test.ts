import { baseEntry, blocks, defaultSettings } from '@shared/catalogue/registry'
import { blocksInOrder, chainOf, stackOf } from '@shared/document/chain'
import { newBlock, newBlockAt, newDocument } from '@shared/document/create'
import { freshId } from '@shared/document/ids'
import * as edits from '@shared/document/edits'
import { FlowDocument } from '@shared/document/schema'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { oneOfEach, randomDocument, randomEdit, typesForAnyData } from './generators'

const ids = (document: FlowDocument): string[] => blocksInOrder(document).map((block) => block.id)

describe('any sequence of edits', () => {
  it('keeps the graph one chain and the document inside its schema', () => {
    fc.assert(
      fc.property(randomDocument, (document) => {
        expect(chainOf(document.graph)).not.toBeNull()
        expect(FlowDocument.parse(document)).toEqual(document)
      }),
      { numRuns: 80 },
    )
  })

  it('leaves the document it started from untouched', () => {
    fc.assert(
      fc.property(randomDocument, randomEdit, (document, edit) => {
        const before = JSON.stringify(document)
        edit.apply(document)
        expect(JSON.stringify(document)).toBe(before)
      }),
      { numRuns: 80 },
    )
  })
})

describe('the stack', () => {
  it('takes a block where it is put, in order z → x', () => {
    const document = oneOfEach()
    const block = newBlockAt(document, 'affine', 2)
    const next = edits.insertBlock(document, block, 2)
    expect(ids(next)).toEqual([...ids(document).slice(0, 2), block.id, ...ids(document).slice(2)])
    expect(stackOf(next).base.id).toBe('base')
  })

  it('finds the index of every wire', () => {
    const document = oneOfEach()
    for (const edge of document.graph.edges) {
      const next = edits.insertBlock(document, newBlock('affine', 'new'), edits.indexOnEdge(document, edge))
      expect(next.graph.edges).toContainEqual({ from: edge.from, to: 'new' })
      expect(next.graph.edges).toContainEqual({ from: 'new', to: edge.to })
    }
  })

  it('heals the wire where a block is removed and shares the others', () => {
    const document = oneOfEach()
    const [first, second, third] = ids(document)
    const next = edits.removeBlock(document, second)
    expect(next.graph.edges).toContainEqual({ from: first, to: third })
    expect(next.graph.edges[0]).toBe(document.graph.edges[0])
    expect(next.training).toBe(document.training)
  })

  it('moves a block to any index and back', () => {
    const document = oneOfEach()
    const [first] = ids(document)
    for (let index = 0; index < typesForAnyData.length; index++) {
      const moved = edits.moveBlock(document, first, index)
      expect(ids(moved)[index]).toBe(first)
      expect(edits.moveBlock(moved, first, 0)).toEqual(document)
    }
  })

  it('becomes one chain again from a broken graph', () => {
    const document = oneOfEach()
    const broken = { ...document, graph: { ...document.graph, edges: document.graph.edges.slice(2, 4) } }
    expect(chainOf(broken.graph)).toBeNull()
    expect(ids(edits.reconnect(broken))).toEqual(ids(document))
  })

  it('stays the same object under an edit that changes nothing', () => {
    const document = oneOfEach()
    const [first] = ids(document)
    expect(edits.moveBlock(document, first, 0)).toBe(document)
    expect(edits.setInverted(document, first, false)).toBe(document)
    expect(edits.setSetting(document, first, 'width', 64)).toBe(document)
    expect(edits.setBase(document, 'normal')).toBe(document)
    expect(edits.setTraining(document, { steps: document.training.steps })).toBe(document)
    expect(edits.reconnect(document)).toBe(document)
  })
})

describe('a fresh block', () => {
  it('transforms what the coupling before it passes through', () => {
    const document = oneOfEach()
    const masks = blocksInOrder(document).flatMap((block) => ('mask' in block.settings ? [block.settings.mask] : []))
    expect(masks).toEqual(masks.map((_, i) => (i % 2 === 0 ? 'even' : 'odd')))
  })

  it('looks past other blocks, and after it when there is none before', () => {
    const couple = newBlock('affine-coupling', 'a')
    const custom = { ...couple, settings: { ...couple.settings, mask: 'custom', maskEntries: [1, 0, 1] } }
    const affine = newBlock('affine', 'b')
    expect(newBlock('spline-coupling', 'n', { before: [couple, affine], after: [] }).settings.mask).toBe('odd')
    expect(newBlock('spline-coupling', 'n', { before: [affine], after: [couple] }).settings.mask).toBe('odd')
    const flipped = newBlock('additive-coupling', 'n', { before: [custom], after: [couple] }).settings
    expect(flipped).toMatchObject({ mask: 'custom', maskEntries: [0, 1, 0] })
  })

  it('turns round the order of the autoregressive block before it', () => {
    const first = newBlock('masked-autoregressive', 'a')
    const second = newBlock('masked-autoregressive', 'b', { before: [first], after: [] })
    expect([first.settings.order, second.settings.order]).toEqual(['natural', 'reverse'])
  })

  it('has every setting of its catalogue entry and an id of its own', () => {
    let document = newDocument()
    for (const entry of [...blocks, ...blocks]) {
      const block = newBlockAt(document, entry.type, 0)
      expect(Object.keys(block.settings)).toEqual(Object.keys(defaultSettings(entry)))
      expect(document.graph.nodes.map((node) => node.id)).not.toContain(block.id)
      document = edits.insertBlock(document, block, 0)
    }
    expect(freshId(document, 'affine')).toBe('affine-3')
  })
})

describe('one node', () => {
  it('takes a setting, and gives back its default', () => {
    const document = oneOfEach()
    const changed = edits.setSetting(document, 'spline-coupling-1', 'bins', 12)
    expect(edits.blockOf(changed, 'spline-coupling-1').settings.bins).toBe(12)
    expect(edits.resetSetting(changed, 'spline-coupling-1', 'bins')).toEqual(document)
  })

  it('keeps its wires under a new name', () => {
    const document = oneOfEach()
    const renamed = edits.renameNode(document, 'affine-1', 'last-touch')
    expect(ids(renamed)).toEqual(ids(document).map((id) => (id === 'affine-1' ? 'last-touch' : id)))
    expect(() => edits.renameNode(document, 'affine-1', 'data')).toThrow('taken')
  })

  it('of the base becomes another distribution with its own settings', () => {
    const { base } = stackOf(edits.setBase(oneOfEach(), 'student-t'))
    expect(base).toMatchObject({ id: 'base', type: 'student-t', settings: defaultSettings(baseEntry('student-t')!) })
  })
})

it('changes training field by field', () => {
  const document = newDocument()
  const next = edits.setTraining(document, { steps: 7, schedule: { type: 'warmup', warmupSteps: 3 } })
  expect(next.training).toEqual({
    ...document.training,
    steps: 7,
    schedule: { ...document.training.schedule, type: 'warmup', warmupSteps: 3 },
  })
})
