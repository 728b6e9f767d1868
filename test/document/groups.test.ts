import { allNodes, blocksInOrder, chainOf, isStackNode, nodesInOrder, sourceOf } from '@shared/document/chain'
import { newBlock, newBlockAt, newDocument } from '@shared/document/create'
import { applyDiff, diffDocuments, reverseDiff } from '@shared/document/diff'
import * as edits from '@shared/document/edits'
import { expand, needsAlternating, repeatedId } from '@shared/document/expand'
import type { BijectorNode, FlowDocument, GroupNode } from '@shared/document/schema'
import { serialise } from '@shared/document/serialise'
import { checkDocument, parseDocument } from '@shared/document/validate'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomDocument } from './generators'

const stackOfTypes = (...types: readonly string[]): FlowDocument =>
  types.reduce(
    (document, type, index) => edits.insertBlock(document, newBlockAt(document, type, index), index),
    newDocument(),
  )

const idsIn = (document: FlowDocument) => blocksInOrder(document).map(({ id }) => id)

/** A document whose chain is one group of these blocks. */
function grouped(types: readonly string[], patch: edits.GroupPatch = {}): { document: FlowDocument; id: string } {
  const plain = stackOfTypes(...types)
  const { document, id } = edits.groupBlocks(plain, idsIn(plain), 'Step')
  return { document: edits.setGroup(document, id, patch), id }
}

const masks = (nodes: readonly BijectorNode[]) => nodes.map(({ settings }) => settings.mask ?? settings.order ?? '-')

describe('a group', () => {
  it('stands for its blocks, repeat after repeat, with an id of its own each', () => {
    const { document } = grouped(['affine-coupling', 'actnorm'], { repeats: 3 })
    expect(idsIn(document)).toEqual([
      ...['affine-coupling-1', 'actnorm-1'],
      ...['affine-coupling-1_2', 'actnorm-1_2'],
      ...['affine-coupling-1_3', 'actnorm-1_3'],
    ])
    expect(chainOf(document.graph)?.nodes).toHaveLength(1)
    expect(sourceOf(document, 'actnorm-1_3')).toBe('actnorm-1')
  })

  it('takes the opposite mask or order in every second repeat, and every other setting as it is', () => {
    const group: GroupNode = {
      id: 'g',
      kind: 'group',
      label: '',
      repeats: 3,
      alternate: true,
      nodes: ['spline-coupling', 'masked-autoregressive', 'sylvester-triangular', 'permutation'].map((type) =>
        newBlock(type, type),
      ),
    }
    const blocks = expand([group])
    const first = ['even', 'natural', 'natural', 'reverse']
    expect(masks(blocks)).toEqual([...first, 'odd', 'reverse', 'reverse', 'reverse', ...first])
    const without = ({ settings }: BijectorNode) => ({ ...settings, mask: null, order: null })
    blocks.forEach((block, index) => {
      expect(without(block)).toEqual(without(group.nodes[index % 4]))
    })
    expect(masks(expand([{ ...group, alternate: false }]))).toEqual([...first, ...first, ...first])
  })

  it('alternates from the start only where its blocks do not do so themselves', () => {
    const nodes = (...types: readonly string[]) => blocksInOrder(stackOfTypes(...types))
    expect(needsAlternating(nodes('affine-coupling'))).toBe(true)
    expect(needsAlternating(nodes('affine-coupling', 'lu-linear', 'affine-coupling'))).toBe(false)
    expect(needsAlternating(nodes('masked-autoregressive', 'masked-autoregressive', 'spline-autoregressive'))).toBe(
      true,
    )
    expect(needsAlternating(nodes('lu-linear', 'planar', 'permutation'))).toBe(false)
    const graph = { ...newBlock('masked-autoregressive', 'a'), settings: { order: 'graph', graph: [0, 0, 1, 0] } }
    expect(needsAlternating([graph])).toBe(false)
  })

  it('goes on to alternate as its blocks need it, unless a person has chosen otherwise', () => {
    const { document, id } = grouped(['affine-coupling'], { repeats: 2 })
    const alternates = (next: FlowDocument) => edits.groupOf(next, id).alternate
    const more = (next: FlowDocument) => edits.insertBlock(next, newBlockAt(next, 'affine-coupling', 1, id), 1, id)
    expect(alternates(document)).toBe(true)
    expect(alternates(more(document))).toBe(false)
    expect(alternates(more(edits.setGroup(document, id, { alternate: false })))).toBe(false)
    expect(alternates(edits.removeBlock(more(document), 'affine-coupling-2'))).toBe(true)
  })

  it('computes what its blocks did before, and ungroups into what it stood for', () => {
    const plain = stackOfTypes('affine-coupling', 'lu-linear', 'affine-coupling', 'actnorm')
    const ids = idsIn(plain)
    const { document, id } = edits.groupBlocks(plain, ids.slice(1, 3), 'Step')
    expect(blocksInOrder(document)).toEqual(blocksInOrder(plain))
    expect(edits.ungroup(document, id)).toEqual({ ...plain, graph: { ...plain.graph, edges: expect.anything() } })
    const repeated = edits.setGroup(document, id, { repeats: 4 })
    expect(blocksInOrder(edits.ungroup(repeated, id))).toEqual(blocksInOrder(repeated))
  })

  it('is made of blocks side by side only', () => {
    const plain = stackOfTypes('affine', 'actnorm', 'planar')
    const [a, b, c] = idsIn(plain)
    expect(edits.groupable(plain, [a, b])).toHaveLength(2)
    expect(edits.groupable(plain, [a, c])).toBeNull()
    expect(edits.groupable(plain, [])).toBeNull()
    expect(edits.groupable(plain, [a, 'base'])).toBeNull()
    const { document, id } = edits.groupBlocks(plain, [a], 'Step')
    expect(edits.groupable(document, [id, b])).toBeNull()
    expect(edits.groupable(document, [a, b])).toBeNull()
  })

  it('gives a block another id where a repeat of it would take one that is in use', () => {
    const { document, id } = grouped(['planar'], { repeats: 2 })
    const plain = edits.ungroup(document, id)
    expect(idsIn(plain)).toEqual(['planar-1', 'planar-1_2'])
    const again = edits.groupBlocks(plain, ['planar-1'], 'Step')
    const twice = edits.setGroup(again.document, again.id, { repeats: 2 })
    expect(new Set(idsIn(twice)).size).toBe(3)
    expect(idsIn(twice)).toContain('planar-1_2')
    expect(checkDocument(twice).filter(({ severity }) => severity === 'error')).toEqual([])
  })

  it('keeps the ids of its repeats within the 64 characters of any id', () => {
    const long = edits.insertBlock(newDocument(), newBlock('planar', 'p'.repeat(64)), 0)
    const { document, id } = edits.groupBlocks(long, ['p'.repeat(64)], 'Step')
    const many = edits.setGroup(document, id, { repeats: 64 })
    expect(Math.max(...idsIn(many).map((each) => each.length))).toBeLessThanOrEqual(64)
    expect(parseDocument(serialise(many)).ok).toBe(true)
    expect(repeatedId('a'.repeat(60), 64)).toHaveLength(63)
  })

  it('takes blocks in, lets them out and goes with the last', () => {
    const { document, id } = grouped(['planar', 'radial'])
    const out = edits.moveBlock(document, 'planar-1', 0)
    expect(nodesInOrder(out).map((node) => node.id)).toEqual(['planar-1', id])
    const back = edits.moveBlock(out, 'planar-1', 1, id)
    expect(edits.groupOf(back, id).nodes.map((node) => node.id)).toEqual(['radial-1', 'planar-1'])
    const empty = edits.removeBlock(edits.removeBlock(back, 'planar-1'), 'radial-1')
    expect(nodesInOrder(empty)).toEqual([])
    expect(chainOf(empty.graph)).not.toBeNull()
  })

  it('is duplicated with fresh ids, its blocks beside themselves', () => {
    const { document, id } = grouped(['planar', 'radial'], { repeats: 2 })
    const copy = edits.duplicateNode(document, id)
    expect(nodesInOrder(copy.document).map((node) => node.id)).toEqual([id, copy.id])
    expect(new Set(idsIn(copy.document)).size).toBe(8)
    const inner = edits.duplicateNode(document, 'planar-1')
    expect(edits.groupOf(inner.document, id).nodes.map(({ type }) => type)).toEqual(['planar', 'planar', 'radial'])
  })

  it('has settings of its blocks set like any others, and is named in what is wrong with them', () => {
    const { document } = grouped(['affine-coupling', 'lu-linear'], { repeats: 2 })
    const set = edits.setSetting(document, 'affine-coupling-1', 'width', -3)
    const [issue, ...more] = checkDocument(set).filter(({ severity }) => severity === 'error')
    expect(more).toEqual([])
    expect(issue.node).toBe('affine-coupling-1')
    expect(issue.path).toMatch(/^graph\.nodes\[\d\]\.nodes\[0\]\.settings\.width$/)
    expect(issue.message).toMatch(/^Block 1 "Affine coupling": /)
  })

  it('has what is doubtful about its repeats said once, at the block that is repeated', () => {
    const { document } = grouped(['affine'], { repeats: 5 })
    const issues = checkDocument(document).filter(({ message }) => message.includes('follows another'))
    expect(issues).toEqual([expect.objectContaining({ node: 'affine-1', severity: 'warning' })])
    expect(issues[0].message).toMatch(/^Block 2 "Affine", repeat 2 of "Step": follows another Affine \(Block 1 /)
  })

  it('is refused where it grows beyond what a flow may have', () => {
    const { document } = grouped(
      Array.from({ length: 9 }, () => 'planar'),
      { repeats: 64 },
    )
    const errors = checkDocument(document).filter(({ severity }) => severity === 'error')
    expect(errors.map(({ message }) => message)).toEqual([
      'graph.nodes: the stack has 576 blocks once groups are repeated, expected at most 512. Repeat less often.',
    ])
  })

  it('has faults of its form said at the block to blame', () => {
    const { document } = grouped(['planar', 'unconstrained-monotonic'])
    const bad = JSON.parse(serialise(document)) as { graph: { nodes: { nodes?: { settings: object }[] }[] } }
    const inner = bad.graph.nodes.find(({ nodes }) => nodes)!.nodes!
    inner[1].settings = { nodes: { a: 1 } }
    const outcome = parseDocument(bad)
    expect(outcome.ok ? [] : outcome.issues.map(({ node }) => node)).toEqual(['unconstrained-monotonic-1'])
  })

  it('says which node has the id of a repeat', () => {
    const { document } = grouped(['planar'], { repeats: 2 })
    const clash = { ...document, graph: structuredClone(document.graph) }
    clash.graph.nodes.push({ ...newBlock('planar', 'planar-1_2') })
    expect(checkDocument(clash).some(({ message }) => message.includes('a repeat of a group has this id'))).toBe(true)
  })
})

describe('every document that edits lead to', () => {
  it('is one chain of blocks with different ids, without errors of form, and reads back exactly', () => {
    fc.assert(
      fc.property(randomDocument, (document) => {
        const ids = [...allNodes(document).filter((node) => !isStackNode(node)), ...blocksInOrder(document)]
        expect(new Set(ids.map(({ id }) => id)).size).toBe(ids.length)
        expect(chainOf(document.graph)).not.toBeNull()
        expect(parseDocument(serialise(document))).toEqual({ ok: true, value: document })
      }),
      { numRuns: 100 },
    )
  })

  it('has a diff to its grouping and back', () => {
    fc.assert(
      fc.property(randomDocument, (document) => {
        const [first] = nodesInOrder(document)
        fc.pre(first?.kind === 'bijector')
        const { document: after } = edits.groupBlocks(document, [first.id], 'Step')
        const diff = diffDocuments(document, after)
        expect(applyDiff(document, diff)).toEqual(after)
        expect(applyDiff(after, reverseDiff(diff))).toEqual(document)
      }),
    )
  })
})
