import { describe, expect, it } from 'vitest'
import { blocks } from '@shared/catalogue/registry'
import { groupBlocks, setGroup } from '@shared/document/edits'
import type { Issue } from '@shared/document/issue'
import type { FlowDocument } from '@shared/document/schema'
import { toCanvas } from '../../../src/renderer/editor/adapter'
import { contentsOf } from '../../../src/renderer/editor/contents'
import type { Hover } from '../../../src/renderer/editor/canvasData'
import { FRAME_HEADING, FRAME_INSET } from '../../../src/renderer/editor/layout'
import { blockColour } from '../../../src/renderer/ui/colour'
import { deepFreeze, documentOf } from '../documents'

const stack = documentOf('affine', 'spline-coupling', 'planar')

function draw(document: FlowDocument = stack, hover: Hover | null = null, issues: readonly Issue[] = []) {
  deepFreeze([document, hover, issues])
  return toCanvas(
    document,
    contentsOf(document, issues, { title: 'Two moons', note: '2 columns' }, 'full'),
    'full',
    hover,
  )
}
const edgeNames = (canvas: ReturnType<typeof draw>) => canvas.edges.map((edge) => edge.id)

describe('a document on the canvas', () => {
  it('has a node for each of its nodes and an edge for each of its edges, from z to x', () => {
    const canvas = draw()
    expect(canvas.nodes.map((node) => node.id).sort()).toEqual([
      'affine-1',
      'base',
      'data',
      'planar-1',
      'spline-coupling-1',
    ])
    expect(edgeNames(canvas)).toEqual([
      'base-affine-1',
      'affine-1-spline-coupling-1',
      'spline-coupling-1-planar-1',
      'planar-1-data',
    ])
  })

  it('says how much of a wire lies under the heading of a group, and within its frame', () => {
    const { document } = groupBlocks(stack, ['affine-1', 'spline-coupling-1'], 'Group 1')
    const { edges } = draw(document)
    expect(edges.map(({ data }) => data.under)).toEqual([0, 0, FRAME_HEADING + FRAME_INSET, 0])
    expect(edges.map(({ data }) => data.within)).toEqual([FRAME_INSET, 0, 0, 0])
    expect(edges.map(({ length, data }) => length - data.under - data.within)).toEqual([20, 20, 20, 20])
  })

  it('draws the base lowest and the data highest', () => {
    const { nodes } = draw()
    const y = (id: string) => nodes.find((node) => node.id === id)!.position.y
    expect([y('data'), y('planar-1'), y('spline-coupling-1'), y('affine-1'), y('base')]).toEqual(
      nodes.map((node) => node.position.y).sort((a, b) => a - b),
    )
  })

  it('gives each block its place and the colour of that place', () => {
    const node = draw().nodes.find(({ id }) => id === 'spline-coupling-1')!
    expect(node.data).toMatchObject({ kind: 'block', k: 2, K: 3, colour: blockColour(2, 3) })
  })

  it('shows an issue at the node to blame and nowhere else', () => {
    const issue: Issue = { severity: 'error', node: 'planar-1', path: '', message: 'It is wrong.' }
    const { nodes } = draw(stack, null, [issue])
    const blamed = nodes
      .filter(({ data }) => data !== undefined && 'issues' in data && data.issues.length > 0)
      .map((node) => node.id)
    expect(blamed).toEqual(['planar-1'])
  })

  it('draws a block of an unknown type rather than failing', () => {
    const document = documentOf('affine')
    const nodes = document.graph.nodes.map((node) => (node.kind === 'bijector' ? { ...node, type: 'no-such' } : node))
    const canvas = draw({ ...document, graph: { ...document.graph, nodes } })
    expect(canvas.nodes.find((node) => node.id === 'affine-1')?.data).toMatchObject({ entry: undefined })
  })

  it('can draw every block of the catalogue', () => {
    const canvas = draw(documentOf(...blocks.map((entry) => entry.type)))
    expect(canvas.nodes).toHaveLength(blocks.length + 2)
  })
})

describe('a block that hovers over the canvas', () => {
  it('lights up the wire that it would enter and opens a place there', () => {
    const canvas = draw(stack, { spot: { index: 1, into: null }, held: null })
    expect(canvas.edges.filter((edge) => edge.data?.glowing).map((edge) => edge.id)).toEqual([
      'affine-1-spline-coupling-1',
    ])
    const ghosts = canvas.nodes.filter((node) => node.data?.kind === 'ghost')
    expect(ghosts).toHaveLength(1)
    const y = (id: string) => canvas.nodes.find((node) => node.id === id)!.position.y
    expect(ghosts[0].position.y).toBeGreaterThan(y('spline-coupling-1'))
    expect(ghosts[0].position.y).toBeLessThan(y('affine-1'))
  })

  it('draws no block afresh, whatever hovers', () => {
    const contents = contentsOf(stack, [], { title: '', note: '' }, 'full')
    const shown = (hover: Hover | null) =>
      toCanvas(stack, contents, 'full', hover)
        .nodes.slice(0, 5)
        .map((node) => node.data)
    for (const [i, data] of shown({ spot: { index: 2, into: null }, held: { id: 'affine-1', x: 1, y: 2 } }).entries()) {
      expect(data).toBe(shown(null)[i])
    }
  })

  it('leaves the chain healed behind it when it is one of its own', () => {
    const held = { id: 'spline-coupling-1', x: 50, y: 60 }
    const canvas = draw(stack, { spot: { index: 0, into: null }, held })
    expect(edgeNames(canvas)).toEqual(['base-affine-1', 'affine-1-planar-1', 'planar-1-data'])
    expect(canvas.edges[0].data?.glowing).toBe(true)
    expect(canvas.nodes.find((node) => node.id === held.id)?.position).toEqual({ x: 50, y: 60 })
  })

  it('moves no neighbour when all are to stay', () => {
    const held = { id: 'spline-coupling-1', x: 50, y: 60 }
    const places = ({ nodes }: ReturnType<typeof draw>) =>
      nodes.filter(({ id }) => id !== held.id).map(({ id, position }) => ({ id, position }))
    for (const hand of [null, held]) {
      const canvas = draw(stack, { spot: { index: 0, into: null }, held: hand, still: true })
      expect(places(canvas)).toEqual(places(draw()))
      expect(canvas.edges.some((edge) => edge.data?.glowing)).toBe(true)
    }
  })
})

describe('a group on the canvas', () => {
  const whole = groupBlocks(stack, ['affine-1', 'spline-coupling-1'], 'Step')
  const document = setGroup(whole.document, whole.id, { repeats: 3 })

  it('is a frame with the places of all its repeats, its blocks in it with those of the first', () => {
    const data = new Map(draw(document).nodes.map((node) => [node.id, node.data]))
    expect(data.get('group-1')).toMatchObject({ kind: 'group', first: 1, last: 6 })
    expect(data.get('spline-coupling-1')).toMatchObject({ kind: 'block', k: 2, K: 7 })
    expect(data.get('planar-1')).toMatchObject({ kind: 'block', k: 7, K: 7 })
  })

  it('shows its blocks as they are in the repeat that is chosen', () => {
    const alternating = setGroup(document, whole.id, { alternate: true })
    const contents = contentsOf(alternating, [], { title: '', note: '' }, 'full', () => 2)
    const shown = contents.get('spline-coupling-1')
    expect(shown).toMatchObject({ k: 4, K: 7, idInFlow: 'spline-coupling-1_2', node: { id: 'spline-coupling-1' } })
    expect(shown).toMatchObject({ node: { settings: { mask: 'odd' } } })
    expect(contents.get('group-1')).toMatchObject({ first: 1, last: 6 })
  })

  it('is wired through its blocks', () => {
    expect(edgeNames(draw(document))).toEqual([
      'base-affine-1',
      'affine-1-spline-coupling-1',
      'spline-coupling-1-planar-1',
      'planar-1-data',
    ])
  })

  it('lights up the wire inside it that a block would enter', () => {
    const canvas = draw(document, { spot: { index: 1, into: 'group-1' }, held: null })
    expect(canvas.edges.filter((edge) => edge.data?.glowing).map((edge) => edge.id)).toEqual([
      'affine-1-spline-coupling-1',
    ])
  })

  it('is carried with all that is in it', () => {
    const canvas = draw(document, { spot: { index: 1, into: null }, held: { id: 'group-1', x: 40, y: 50 } })
    const inHand = canvas.nodes.filter((node) => node.class === 'in-hand').map((node) => node.id)
    expect(inHand.sort()).toEqual(['affine-1', 'group-1', 'spline-coupling-1'])
    expect(edgeNames(canvas)).toEqual(['base-planar-1', 'planar-1-data'])
  })
})
