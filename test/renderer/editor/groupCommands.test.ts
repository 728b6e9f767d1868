// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { blocksInOrder, nodesInOrder } from '@shared/document/chain'
import { newBlock } from '@shared/document/create'
import { newGroup } from '@shared/document/edits'
import { useCommandStore } from '../../../src/renderer/commands/commandStore'
import { stackKeys } from '../../../src/renderer/editor/stackKeys'
import { useStackCommands } from '../../../src/renderer/editor/stackCommands'
import { useDocumentStore } from '../../../src/renderer/stores/documentStore'
import { useEngineStore } from '../../../src/renderer/stores/engineStore'
import { useSavedBlockStore } from '../../../src/renderer/stores/savedBlockStore'
import { useSessionStore } from '../../../src/renderer/stores/sessionStore'
import { documentOf } from '../documents'
import { FakeEngine } from '../fakeEngine'

let store: ReturnType<typeof useDocumentStore>
let commands: ReturnType<typeof useStackCommands>

beforeEach(() => {
  localStorage.clear()
  setActivePinia(createPinia())
  store = useDocumentStore()
  commands = useStackCommands()
  store.replace(documentOf('affine', 'planar', 'radial', 'actnorm'), true)
})

const said = () => useSessionStore().announcement
/** The stack from z to x, groups in brackets. */
const shown = () =>
  nodesInOrder(store.document)
    .map((node) => (node.kind === 'group' ? `[${node.nodes.map(({ type }) => type).join(' ')}]` : node.type))
    .join(' ')

describe('a selection of several', () => {
  it('reaches from where it began to where it ends, either way', () => {
    store.select('radial-1')
    store.selectTo('affine-1')
    expect(store.selectedNodes).toEqual(['affine-1', 'planar-1', 'radial-1'])
    store.selectTo('actnorm-1')
    expect(store.selectedNodes).toEqual(['radial-1', 'actnorm-1'])
    store.selectedNode = 'actnorm-1'
    expect(store.selectedNodes).toHaveLength(2)
    store.selectedNode = 'planar-1'
    expect(store.selectedNodes).toEqual(['planar-1'])
  })

  it('leaves out the two ends of the flow, and takes a group as a whole from outside of it', () => {
    store.select('base')
    store.selectTo('planar-1')
    expect(store.selectedNodes).toEqual(['planar-1'])
    store.selectTo('radial-1')
    commands.group()
    store.select('affine-1')
    store.selectTo('radial-1')
    expect(store.selectedNodes).toEqual(['affine-1', 'group-1'])
    expect(commands.canGroup.value).toBe(false)
  })

  it('grows by Shift and arrows, and stops at the ends', () => {
    store.select('radial-1')
    for (let i = 0; i < 4; i++) commands.selectNext(1, true)
    expect(store.selectedNodes).toEqual(['radial-1', 'actnorm-1'])
  })

  it('is removed and moved together, each in one step of undo', () => {
    store.select('affine-1')
    store.selectTo('planar-1')
    commands.shift('planar-1', 1)
    expect(shown()).toBe('radial affine planar actnorm')
    expect(store.selectedNodes).toEqual(['affine-1', 'planar-1'])
    commands.shift('planar-1', -1)
    commands.shift('planar-1', -1)
    expect(shown()).toBe('affine planar radial actnorm')
    commands.remove('planar-1')
    expect(shown()).toBe('radial actnorm')
    expect(store.selectedNode).toBe('radial-1')
    expect(store.undo()).toBe('Remove 2 blocks')
    expect(shown()).toBe('affine planar radial actnorm')
  })
})

describe('a group', () => {
  const group = () => {
    store.select('planar-1')
    store.selectTo('radial-1')
    commands.group()
  }

  it('is made of the selection and undone', () => {
    group()
    expect(shown()).toBe('affine [planar radial] actnorm')
    expect(store.selectedNode).toBe('group-1')
    expect(said()).toBe('2 blocks grouped.')
    expect(store.undo()).toBe('Group')
    expect(shown()).toBe('affine planar radial actnorm')
  })

  it('says why nothing was grouped', () => {
    store.select('base')
    commands.group()
    expect(said()).toMatch(/^Nothing to group/)
    commands.dissolve()
    expect(said()).toMatch(/^Nothing to ungroup/)
  })

  it('is repeated, and ungroups into what it stood for', () => {
    group()
    commands.repeat('group-1', 3)
    expect(blocksInOrder(store.document)).toHaveLength(8)
    commands.dissolve()
    expect(shown()).toBe('affine planar radial planar radial planar radial actnorm')
    expect(store.selectedNode).toBe('planar-1')
    expect(store.undo()).toBe('Ungroup Group 1')
    expect(store.undo()).toBe('Repeat Group 1')
  })

  it('is repeated by the keys + and −, within what a document can have', () => {
    const key = (name: string) => stackKeys(new KeyboardEvent('keydown', { key: name }), useCommandStore(), vi.fn())
    expect(key('+')).toBe(false)
    group()
    expect(key('+')).toBe(true)
    expect(said()).toBe('Group 1, 2 times.')
    for (let i = 0; i < 3; i++) key('-')
    expect(blocksInOrder(store.document)).toHaveLength(4)
    for (let i = 0; i < 70; i++) key('+')
    expect(blocksInOrder(store.document)).toHaveLength(2 + 2 * 64)
  })

  it('is entered and left by blocks one step at a time', () => {
    group()
    const path = ['affine [planar radial] actnorm']
    for (let i = 0; i < 5; i++) {
      commands.shift('affine-1', 1)
      path.push(shown())
    }
    expect(path).toEqual([
      'affine [planar radial] actnorm',
      '[affine planar radial] actnorm',
      '[planar affine radial] actnorm',
      '[planar radial affine] actnorm',
      '[planar radial] affine actnorm',
      '[planar radial] actnorm affine',
    ])
    for (let i = 0; i < 5; i++) commands.shift('affine-1', -1)
    expect(shown()).toBe(path[0])
    commands.shift('group-1', 1)
    expect(shown()).toBe('affine actnorm [planar radial]')
  })

  it('goes when its last block leaves it, and the block stands where it was let go', () => {
    store.select('planar-1')
    commands.group()
    expect(shown()).toBe('affine [planar] radial actnorm')
    commands.move('planar-1', { index: 3, into: null })
    expect(shown()).toBe('affine radial planar actnorm')
  })

  it('takes what is appended while a block of it is selected, but no recipe', () => {
    group()
    store.select('planar-1')
    commands.append('affine')
    expect(shown()).toBe('affine [planar affine radial] actnorm')
    commands.appendRecipe('nice')
    expect(shown()).toMatch(/^affine \[planar affine radial\] affine (additive-coupling ){4}actnorm$/)
  })

  it('is walked through block by block, its frame last', () => {
    group()
    store.select('base')
    const met = Array.from({ length: 6 }, () => commands.selectNext(1))
    expect(met).toEqual(['affine-1', 'planar-1', 'radial-1', 'group-1', 'actnorm-1', 'data'])
  })

  it('is duplicated with all that is in it', () => {
    group()
    commands.duplicate('group-1')
    expect(shown()).toBe('affine [planar radial] [planar radial] actnorm')
    expect(store.selectedNode).toBe('group-2')
  })
})

describe('a block of one’s own', () => {
  const kept = { id: 'k', name: 'Pair', group: { ...newGroup('group', 'Pair', [newBlock('planar', 'a')]), repeats: 2 } }

  it('is what is selected, as a group', () => {
    store.select('planar-1')
    store.selectTo('radial-1')
    expect(commands.chosen.value?.nodes.map(({ type }) => type)).toEqual(['planar', 'radial'])
    store.select('base')
    expect(commands.chosen.value).toBeNull()
  })

  it('is put into the stack as a group under its name, with ids of its own, as often as one likes', () => {
    useSavedBlockStore().blocks = [kept]
    store.select('affine-1')
    commands.appendSaved('k')
    commands.appendSaved('k')
    expect(shown()).toBe('affine [planar] [planar] planar radial actnorm')
    const [, first, second] = nodesInOrder(store.document)
    expect([first, second]).toMatchObject([
      { label: 'Pair', repeats: 2 },
      { label: 'Pair', repeats: 2 },
    ])
    const ids = blocksInOrder(store.document).map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(store.undoLabel).toBe('Insert Pair')
  })

  it('is kept by the host, and what the host says then is shown', async () => {
    const host = new FakeEngine()
    await useEngineStore().connect(host)
    const saved = useSavedBlockStore()
    host.answer('keepBlock', () => [kept])
    await saved.keep('Pair', kept.group)
    expect(host.paramsOf('keepBlock')).toEqual([{ name: 'Pair', group: kept.group }])
    expect(saved.blocks).toEqual([kept])
    host.answer('forgetBlock', () => {
      throw new Error('the disk is full')
    })
    await saved.forget('k')
    expect(saved.blocks).toEqual([kept])
    expect(useEngineStore().notice?.text).toContain('the disk is full')
  })
})
