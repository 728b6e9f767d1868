// @vitest-environment happy-dom
import { nextTick } from 'vue'
import { createPinia, setActivePinia } from 'pinia'
import { allNodes, blocksInOrder, chainOf, nodeWithId } from '@shared/document/chain'
import { newDocument } from '@shared/document/create'
import type { FlowDocument } from '@shared/document/schema'
import { serialise } from '@shared/document/serialise'
import { parseDocument } from '@shared/document/validate'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { useEngineStore } from '../../../src/renderer/stores/engineStore'
import { deepFreeze } from '../documents'
import { FakeEngine, openedWith } from '../fakeEngine'
import { personsDeed, useDesk, type PersonsDeed, type Surroundings } from './deeds'

/** A host that keeps what it is given, as the disk does, and an engine that warns of the block that is to be named. */
function hostAround(around: Surroundings): FakeEngine {
  const engine = new FakeEngine()
  const kept = new Map<string, { state: string; deeds: string[] }>()
  let tabs: string | null = null
  engine.answer('keepDocument', ({ tab, state }: { tab: string; state: string }) => {
    kept.set(tab, { state, deeds: [] })
  })
  engine.answer('keepDeeds', ({ tab, deeds }: { tab: string; deeds: string[] }) => {
    kept.get(tab)!.deeds.push(...deeds)
  })
  engine.answer('readDocument', ({ tab }: { tab: string }) => kept.get(tab) ?? null)
  engine.answer('keepTabs', ({ text }: { text: string }) => {
    tabs = text
  })
  engine.answer('claimWorkspace', () => tabs)
  engine.answer('open', () => ({
    ...openedWith(2),
    warnings: [{ severity: 'warning', node: around.named, path: '', message: 'It is slow.' }],
  }))
  return engine
}

/** A page as it is loaded, before any document of the last session is back. */
async function loadPage(engine: FakeEngine) {
  setActivePinia(createPinia())
  await useEngineStore().connect(engine)
  return useDesk()
}
type Desk = Awaited<ReturnType<typeof loadPage>>

async function start(around: Surroundings) {
  localStorage.clear()
  const engine = hostAround(around)
  const desk = await loadPage(engine)
  desk.store.replace(newDocument(), true)
  desk.store.ready = true
  desk.store.keepWhole()
  desk.workspace.keep()
  await desk.store.flush() // from here on what is done is kept deed by deed
  return { engine, desk }
}

/** What is true of a desk whatever was done at it. */
function expectSound({ store }: Desk, savedAs: string | null): void {
  const { document } = store
  const ids = allNodes(document).map(({ id }) => id)
  expect(chainOf(document.graph), 'the graph is one chain').not.toBeNull()
  expect([...new Set(ids)], 'ids are unique').toEqual(ids)
  const repeated = blocksInOrder(document).map(({ id }) => id)
  expect([...new Set(repeated)], 'ids are unique once groups are repeated').toEqual(repeated)

  const text = serialise(document)
  const read = parseDocument(text)
  expect(read, 'what is written reads back').toEqual({ ok: true, value: document })
  expect(read.ok && serialise(read.value), 'and is written the same again').toBe(text)

  const isThere = (id: string | null) => id === null || nodeWithId(document, id) !== undefined
  expect(store.issues.filter(({ node }) => !isThere(node)), 'issues name nodes that are there').toEqual([]) // prettier-ignore
  expect(
    [store.selectedNode, ...store.selectedNodes].filter((id) => !isThere(id)),
    'so does the selection',
  ).toEqual([])
  expect(store.selectedNodes.length === 0, 'a node is selected when any is').toBe(store.selectedNode === null)
  expect(store.dirty, 'it is dirty when it differs from the file').toBe(text !== savedAs)
}

/** What was in the file of each tab, and what its undo leads back to. */
class Tabs {
  readonly savedAs = new Map<string, string>()
  readonly first = new Map<string, FlowDocument>()

  look({ store }: Desk, opened: boolean): void {
    const isAsSaved = store.saved === store.document
    if (isAsSaved) this.savedAs.set(store.tab, store.serialise())
    const isFresh = opened && isAsSaved && store.history.past.length + store.history.future.length === 0
    if (isFresh || !this.first.has(store.tab)) this.first.set(store.tab, store.document)
  }
}

async function carryOut(deeds: readonly PersonsDeed[], after: (desk: Desk, tabs: Tabs) => void) {
  const around: Surroundings = { clipboard: '', files: [], named: null }
  const { engine, desk } = await start(around)
  const tabs = new Tabs()
  tabs.look(desk, true)
  for (const deed of deeds) {
    await deed.carryOut(desk, around)
    deepFreeze(desk.store.document)
    tabs.look(desk, deed.words.startsWith('open'))
    after(desk, tabs)
  }
  return { engine, desk, tabs }
}

/** Shows each tab in turn. */
async function inEachTab({ workspace }: Desk, look: () => void | Promise<void>): Promise<void> {
  for (const { id } of workspace.tabs) {
    await workspace.show(id)
    await look()
  }
}

const deedsOf = (length: number) => fc.array(personsDeed, { minLength: 1, maxLength: length, size: 'max' })

describe('whatever a person does, in any order,', () => {
  it('leaves a sound document, and all of it can be undone and done again', async () => {
    await fc.assert(
      fc.asyncProperty(deedsOf(60), async (deeds) => {
        const { desk, tabs } = await carryOut(deeds, (now, { savedAs }) =>
          expectSound(now, savedAs.get(now.store.tab) ?? null),
        )
        const { store } = desk
        await inEachTab(desk, () => {
          const last = store.document
          const steps = store.history.past.length
          while (store.undo() !== null) expectSound(desk, tabs.savedAs.get(store.tab) ?? null)
          expect(store.document, 'undo of all').toEqual(tabs.first.get(store.tab))
          for (let step = 0; step < steps; step++) store.redo()
          expect(store.document, 'redo of all').toEqual(last)
          expect(store.serialise()).toBe(serialise(last))
        })
      }),
      { numRuns: 500 },
    )
  })

  it('is there again in the next session, with every step of undo', async () => {
    await fc.assert(
      fc.asyncProperty(deedsOf(40), async (deeds) => {
        const { engine, desk } = await carryOut(deeds, () => undefined)
        const whole = ({ store }: Desk) => [store.tab, store.document, store.history, store.dirty, store.saved]
        const before = new Map<string, unknown>()
        const shown = desk.workspace.shown
        await inEachTab(desk, () => void before.set(desk.store.tab, whole(desk)))
        await desk.workspace.show(shown)
        await nextTick()
        await desk.store.flush()

        const next = await loadPage(engine)
        const list = (await next.engine.host('claimWorkspace', { page: 'next' })) as string | null
        expect(await next.workspace.restore(list)).toEqual([])
        expect(next.workspace.shown).toBe(shown)
        await inEachTab(next, () => expect(whole(next)).toEqual(before.get(next.store.tab)))
        expect(next.workspace.tabs.length).toBe(before.size)
      }),
      { numRuns: 300 },
    )
  })
})
