// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { nodesInOrder } from '@shared/document/chain'
import { toCanvas } from '../../../src/renderer/editor/adapter'
import { chainOnCanvas } from '../../../src/renderer/editor/canvasChain'
import { contentsOf } from '../../../src/renderer/editor/contents'
import { FRAME_HEADING, layoutChain, spotAt } from '../../../src/renderer/editor/layout'
import { useStackCommands } from '../../../src/renderer/editor/stackCommands'
import { useDocumentStore } from '../../../src/renderer/stores/documentStore'
import { useEngineStore } from '../../../src/renderer/stores/engineStore'
import { useFoldStore } from '../../../src/renderer/stores/foldStore'
import { useSessionStore } from '../../../src/renderer/stores/sessionStore'
import { documentOf } from '../documents'

let store: ReturnType<typeof useDocumentStore>
let commands: ReturnType<typeof useStackCommands>

beforeEach(() => {
  localStorage.clear()
  setActivePinia(createPinia())
  store = useDocumentStore()
  commands = useStackCommands()
  store.replace(documentOf('affine', 'planar', 'radial', 'actnorm'), true)
})

/** The stack from z to x, groups in brackets. */
const shown = () =>
  nodesInOrder(store.document)
    .map((node) => (node.kind === 'group' ? `[${node.nodes.map(({ type }) => type).join(' ')}]` : node.type))
    .join(' ')

function groupOfTwo(): void {
  store.selectAll(['affine-1', 'planar-1'])
  commands.group()
}

describe('a selection of any blocks', () => {
  it('takes single ones in and out, in the order of the stack', () => {
    store.select('radial-1')
    store.toggle('affine-1')
    expect(store.selectedNodes).toEqual(['affine-1', 'radial-1'])
    expect(store.selectedNode).toBe('affine-1')
    store.toggle('affine-1')
    expect(store.selectedNodes).toEqual(['radial-1'])
    store.toggle('radial-1')
    expect(store.selectedNodes).toEqual([])
  })

  it('is all of the stack, or what was not selected', () => {
    commands.selectAll()
    expect(store.selectedNodes).toEqual(['affine-1', 'planar-1', 'radial-1', 'actnorm-1'])
    store.selectAll(['planar-1', 'actnorm-1'])
    commands.invert()
    expect(store.selectedNodes).toEqual(['affine-1', 'radial-1'])
  })

  it('has a group for all that is in it', () => {
    groupOfTwo()
    store.selectAll(['affine-1', 'group-1', 'radial-1', 'base'])
    expect(store.selectedNodes).toEqual(['group-1', 'radial-1'])
    store.select('affine-1')
    commands.invert()
    expect(store.selectedNodes).toEqual(['planar-1', 'radial-1', 'actnorm-1'])
  })

  it('is removed in one step and its neighbours joined', () => {
    const before = store.document
    store.selectAll(['affine-1', 'radial-1'])
    commands.remove('radial-1')
    expect(shown()).toBe('planar actnorm')
    store.undo()
    expect(store.document).toEqual(before)
  })

  it('takes a group along that goes with its blocks', () => {
    groupOfTwo()
    store.selectAll(['affine-1', 'planar-1', 'actnorm-1'])
    commands.remove('affine-1')
    expect(shown()).toBe('radial')
  })

  it('is brought together where one of it is dropped', () => {
    store.selectAll(['affine-1', 'actnorm-1'])
    // as without the affine block in the hand: between planar and radial
    commands.move('affine-1', { index: 1, into: null })
    expect(shown()).toBe('planar affine actnorm radial')
    expect(store.undoLabel).toBe('Move 2 blocks')
    expect(store.selectedNodes).toEqual(['affine-1', 'actnorm-1'])
  })

  it('goes into a group, and out of one that is then empty', () => {
    groupOfTwo()
    store.selectAll(['radial-1', 'actnorm-1'])
    commands.move('actnorm-1', { index: 1, into: 'group-1' })
    expect(shown()).toBe('[affine radial actnorm planar]')
    store.undo()
    store.selectAll(['affine-1', 'planar-1'])
    commands.move('planar-1', { index: 2, into: null })
    expect(shown()).toBe('radial affine planar actnorm')
  })

  it('that is scattered does not move by steps, and says so', () => {
    store.selectAll(['affine-1', 'radial-1'])
    commands.shift('affine-1', 1)
    expect(shown()).toBe('affine planar radial actnorm')
    expect(useSessionStore().announcement).toMatch(/side by side/)
  })

  it('is kept as a block of one’s own with the blocks that its groups stand for', () => {
    groupOfTwo()
    commands.repeat('group-1', 2)
    store.selectAll(['group-1', 'actnorm-1'])
    expect(commands.chosen.value?.nodes.map(({ type }) => type)).toEqual([
      'affine',
      'planar',
      'affine',
      'planar',
      'actnorm',
    ])
  })
})

describe('copies of what is selected', () => {
  it('are pasted behind the selected block and are then selected', () => {
    store.selectAll(['affine-1', 'radial-1'])
    const text = commands.copy()!
    store.select('planar-1')
    expect(commands.paste(text)).toBe(true)
    expect(shown()).toBe('affine planar affine radial radial actnorm')
    expect(store.selectedNodes).toEqual(['affine-2', 'radial-2'])
    expect(store.undoLabel).toBe('Paste 2 blocks')
    store.undo()
    expect(shown()).toBe('affine planar radial actnorm')
  })

  it('go into another document, groups and all', () => {
    groupOfTwo()
    store.select('group-1')
    const text = commands.cut()!
    expect(shown()).toBe('radial actnorm')
    store.replace(documentOf('planar'), true)
    commands.paste(text)
    expect(shown()).toBe('planar [affine planar]')
    commands.paste(text)
    expect(shown()).toBe('planar [affine planar] [affine planar]')
  })

  it('of single blocks enter the group of the selected one, groups stand behind it', () => {
    groupOfTwo()
    const whole = commands.copy()!
    store.select('radial-1')
    const single = commands.copy()!
    store.select('affine-1')
    commands.paste(single)
    expect(shown()).toBe('[affine radial planar] radial actnorm')
    store.select('affine-1')
    commands.paste(whole)
    expect(shown()).toBe('[affine radial planar] [affine planar] radial actnorm')
  })

  it('stand behind the last of several that are duplicated', () => {
    store.selectAll(['affine-1', 'radial-1'])
    commands.duplicateSelected()
    expect(shown()).toBe('affine planar radial affine radial actnorm')
  })

  it('are left alone when they are none, and refused with the reason when they are damaged', () => {
    expect(commands.paste('hello')).toBe(false)
    expect(commands.paste('{"format":"diffeo/blocks","version":3,"nodes":[]}')).toBe(true)
    expect(shown()).toBe('affine planar radial actnorm')
    expect(useEngineStore().notice?.kind).toBe('error')
    store.select('base')
    expect(commands.copy()).toBeNull()
  })
})

describe('a folded group', () => {
  it('is stepped over by keys, and opens again where a block of it is selected', () => {
    const folds = useFoldStore()
    groupOfTwo()
    const before = store.document
    store.select('affine-1')
    expect(commands.foldChosen(true)).toBe(true)
    expect([...folds.folded]).toEqual(['group-1'])
    expect(store.selectedNode).toBe('group-1')
    expect(commands.foldChosen(true)).toBe(false)
    commands.selectNext(1)
    expect(store.selectedNode).toBe('radial-1')
    commands.selectNext(-1)
    expect(store.selectedNode).toBe('group-1')
    store.select('planar-1')
    expect([...folds.folded]).toEqual([])
    expect(store.document).toBe(before)
  })

  it('is one node on the canvas, with wires of its own and no place within', () => {
    groupOfTwo()
    const folded = new Set(['group-1'])
    const contents = contentsOf(store.document, [], { title: '', note: '' }, 'full')
    const { nodes, edges } = toCanvas(store.document, contents, 'full', null, folded)
    expect(nodes.map(({ id }) => id)).not.toContain('affine-1')
    expect(edges.map(({ id }) => id)).toEqual([
      'base-group-1',
      'group-1-radial-1',
      'radial-1-actnorm-1',
      'actnorm-1-data',
    ])
    const chain = chainOnCanvas(store.document, undefined, folded)
    const place = layoutChain(chain, 'full').places.find(({ id }) => id === 'group-1')!
    expect(place.height).toBe(FRAME_HEADING)
    expect(spotAt(place.y + place.height * 0.75, chain, 'full').into).toBeNull()
  })
})
