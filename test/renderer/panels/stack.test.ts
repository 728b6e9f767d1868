// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { TooltipProvider } from 'reka-ui'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { h } from 'vue'
import type { Component } from 'vue'
import { recipeNamed, recipes } from '@shared/catalogue/recipes'
import { blocks } from '@shared/catalogue/registry'
import { blocksInOrder } from '@shared/document/chain'
import BlockInspector from '../../../src/renderer/panels/inspector/BlockInspector.vue'
import Palette from '../../../src/renderer/panels/Palette.vue'
import StackList from '../../../src/renderer/panels/StackList.vue'
import { useDocumentStore } from '../../../src/renderer/stores/documentStore'
import { useSessionStore } from '../../../src/renderer/stores/sessionStore'
import { documentOf } from '../documents'

// What happy-dom lacks and KaTeX asks for, before it is loaded.
vi.hoisted(() => {
  Object.defineProperty(document, 'compatMode', { value: 'CSS1Compat' })
  Object.defineProperty(document, 'fonts', { value: { ready: Promise.resolve() } })
})

let store: ReturnType<typeof useDocumentStore>
beforeEach(() => {
  localStorage.clear()
  setActivePinia(createPinia())
  store = useDocumentStore()
  store.replace(documentOf('affine', 'planar'), true)
})

const show = (component: Component, props: Record<string, unknown> = {}) =>
  mount({ render: () => h(TooltipProvider, () => h(component, props)) }, { attachTo: document.body })
const types = () => blocksInOrder(store.document).map((block) => block.type)

describe('the palette', () => {
  it('shows every block of the catalogue', () => {
    const palette = show(Palette)
    for (const { type } of blocks) expect(palette.find(`[data-testid=palette-item-${type}]`).exists()).toBe(true)
  })

  it('appends the first block found at Enter, selects it and says so', async () => {
    const palette = show(Palette)
    const search = palette.find('[data-testid=palette-search]')
    await search.setValue('maf')
    await search.trigger('keydown', { key: 'Enter' })
    expect(types()).toEqual(['affine', 'planar', 'masked-autoregressive'])
    expect(store.selectedNode).toBe('masked-autoregressive-1')
    expect(useSessionStore().announcement).toBe('Masked autoregressive inserted as block 3 of 3.')
    expect(store.undoLabel).toBe('Insert Masked autoregressive')
  })

  it('puts the block after the selected one', async () => {
    store.selectedNode = 'affine-1'
    await show(Palette).find('[data-testid=palette-item-permutation]').trigger('click')
    expect(types()).toEqual(['affine', 'permutation', 'planar'])
  })
})

describe('the recipes of the palette', () => {
  const row = (palette: ReturnType<typeof show>, name: string) => palette.find(`[data-testid=palette-recipe-${name}]`)

  it('are unfolded by their heading, and stay so', async () => {
    const palette = show(Palette)
    const heading = palette.find('[data-testid=palette-group-recipes]')
    expect(heading.attributes('aria-expanded')).toBe('false')
    expect(row(palette, 'realnvp').exists()).toBe(false)
    await heading.trigger('click')
    for (const { name } of recipes) expect(row(palette, name).exists()).toBe(true)
    setActivePinia(createPinia())
    expect(useSessionStore().foldedGroups).toEqual([])
  })

  it('put all their blocks into the stack as one edit', async () => {
    store.selectedNode = 'affine-1'
    const palette = show(Palette)
    await palette.find('[data-testid=palette-search]').setValue('nice')
    await row(palette, 'nice').trigger('click')
    const { blocks: own } = recipeNamed('nice')!
    expect(types()).toEqual(['affine', ...own.map(({ type }) => type), 'planar'])
    expect(store.selectedNode).toBe('affine-2')
    expect(useSessionStore().announcement).toBe('NICE inserted: 5 blocks from block 2 of 7.')
    expect(store.undoLabel).toBe('Insert NICE')
    store.undo()
    expect(types()).toEqual(['affine', 'planar'])
  })

  it('are appended by Enter when no block answers to what was typed', async () => {
    const search = show(Palette).find('[data-testid=palette-search]')
    await search.setValue('iaf')
    await search.trigger('keydown', { key: 'Enter' })
    expect(types().slice(2)).toEqual(recipeNamed('iaf')!.blocks.map(({ type }) => type))
  })
})

describe('the list of the stack', () => {
  const key = (list: ReturnType<typeof show>, init: Record<string, unknown>) =>
    list.find('[data-testid=stack-list]').trigger('keydown', init)

  it('reads from the data down to the base', () => {
    const ids = show(StackList)
      .findAll('[role=option]')
      .map((row) => row.attributes('data-node'))
    expect(ids).toEqual(['data', 'planar-1', 'affine-1', 'base'])
  })

  it('says of its ends what the graph says of them', () => {
    const list = show(StackList)
    expect(list.find('[data-node=data] .note').text()).toBe('data') // until the engine has loaded it
    expect(list.find('[data-node=base] .note').text()).toBe('base distribution')
  })

  it('has exactly one row in the tab order', () => {
    const rows = show(StackList).findAll('[role=option]')
    expect(rows.filter((row) => row.attributes('tabindex') === '0')).toHaveLength(1)
  })

  it('walks with the arrows and stops at its ends', async () => {
    store.selectedNode = 'affine-1'
    const list = show(StackList)
    await key(list, { key: 'ArrowUp' })
    expect(store.selectedNode).toBe('planar-1')
    for (let i = 0; i < 5; i++) await key(list, { key: 'ArrowDown' })
    expect(store.selectedNode).toBe('base')
  })

  it('reorders with Alt and the arrows, and undo puts it back', async () => {
    store.selectedNode = 'affine-1'
    await key(show(StackList), { key: 'ArrowUp', altKey: true })
    expect(types()).toEqual(['planar', 'affine'])
    expect(useSessionStore().announcement).toBe('Affine moved to block 2 of 2.')
    store.undo()
    expect(types()).toEqual(['affine', 'planar'])
  })

  it('removes with Delete, joins the neighbours and selects the next block', async () => {
    store.selectedNode = 'affine-1'
    await key(show(StackList), { key: 'Delete' })
    expect(types()).toEqual(['planar'])
    expect(store.document.graph.edges).toEqual([
      { from: 'base', to: 'planar-1' },
      { from: 'planar-1', to: 'data' },
    ])
    expect(store.selectedNode).toBe('planar-1')
  })

  it('leaves the base and the data where they are', async () => {
    const before = store.document
    store.selectedNode = 'base'
    const list = show(StackList)
    await key(list, { key: 'Delete' })
    await key(list, { key: 'ArrowUp', altKey: true })
    expect(store.document).toBe(before)
  })
})

describe('the inspector', () => {
  it('has a field for every setting that applies, of every block of the catalogue', () => {
    for (const entry of blocks) {
      store.replace(documentOf(entry.type), true)
      const node = blocksInOrder(store.document)[0]
      const inspector = show(BlockInspector, { node })
      for (const setting of entry.settings) {
        const applies = setting.when === undefined || node.settings[setting.when.key] === setting.when.equals
        const shown = applies && setting.key !== 'context' // which these data have not
        expect(inspector.find(`[data-testid=setting-${setting.key}]`).exists(), `${entry.type} ${setting.key}`).toBe(
          shown,
        )
      }
      inspector.unmount()
    }
  })

  it('makes one step of undo of a slider’s drag and takes it back by its name', async () => {
    store.replace(documentOf('spline-coupling'), true)
    const node = () => blocksInOrder(store.document)[0]
    const inspector = mount({ render: () => h(TooltipProvider, () => h(BlockInspector, { node: node() })) })
    const slider = inspector.find<HTMLInputElement>('[data-testid=setting-bins] input[type=range]')
    const before = store.document
    for (const place of ['500', '600', '700']) {
      slider.element.value = place
      await slider.trigger('input')
    }
    await slider.trigger('change')
    expect(node().settings.bins).toBeGreaterThan(8)
    expect(store.undo()).toBe('Change bins of Spline coupling')
    expect(store.document).toEqual(before)
    expect(store.undoLabel).toBeNull()
  })

  it('inverts the block and resets a setting', async () => {
    store.replace(documentOf('spline-coupling'), true)
    const node = () => blocksInOrder(store.document)[0]
    const inspector = mount({ render: () => h(TooltipProvider, () => h(BlockInspector, { node: node() })) })
    await inspector.find('[data-testid=invert]').trigger('click')
    expect(node().inverted).toBe(true)
    await inspector.find('[data-testid=setting-bins] input[type=text]').setValue('16')
    await inspector.find('[data-testid=setting-bins] input[type=text]').trigger('blur')
    expect(node().settings.bins).toBe(16)
    await inspector.find('[data-testid=reset-bins]').trigger('click')
    expect(node().settings.bins).toBe(8)
  })
})
