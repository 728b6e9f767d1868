// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { nextTick } from 'vue'
import { beforeEach, describe, expect, it } from 'vitest'
import { rename, setSetting, setTraining } from '@shared/document/edits'
import type { ModelFile } from '@shared/document/model'
import { serialise, serialiseModel } from '@shared/document/serialise'
import { useDocumentStore } from '../../../src/renderer/stores/documentStore'
import { useEngineStore } from '../../../src/renderer/stores/engineStore'
import { useWorkspaceStore } from '../../../src/renderer/stores/workspaceStore'
import { documentOf } from '../documents'
import { FakeEngine, openedWith, status } from '../fakeEngine'

const start = documentOf('spline-coupling', 'spline-coupling')
const other = rename(documentOf('affine'), 'Other')

let engine: FakeEngine
let store: ReturnType<typeof useDocumentStore>
let workspace: ReturnType<typeof useWorkspaceStore>

async function begin(): Promise<void> {
  setActivePinia(createPinia())
  await useEngineStore().connect(engine)
  store = useDocumentStore()
  workspace = useWorkspaceStore()
}

/** A host that keeps what it is given, as the disk does. */
function disk(): void {
  const documents = new Map<string, { state: string; deeds: string[] }>()
  let tabs: string | null = null
  engine.answer('keepDocument', ({ tab, state }: { tab: string; state: string }) => {
    documents.set(tab, { state, deeds: [] })
  })
  engine.answer('keepDeeds', ({ tab, deeds }: { tab: string; deeds: string[] }) => {
    documents.get(tab)!.deeds.push(...deeds)
  })
  engine.answer('readDocument', ({ tab }: { tab: string }) => documents.get(tab) ?? null)
  engine.answer('keepTabs', ({ text }: { text: string }) => {
    tabs = text
  })
  engine.answer('claimWorkspace', () => tabs)
}

beforeEach(async () => {
  engine = new FakeEngine()
  engine.answer('open', () => openedWith(2))
  engine.answer('openModel', () => openedWith(2))
  disk()
  await begin()
  store.replace(start, true)
  store.ready = true
  store.keepWhole()
  workspace.keep()
})

const names = () => workspace.tabs.map(({ name }) => name)
const setBins = (bins: number) =>
  store.edit('Change bins', (document) => setSetting(document, 'spline-coupling-1', 'bins', bins))

describe('tabs', () => {
  it('keep each its document, history and selection while another is shown', async () => {
    setBins(16)
    store.select('spline-coupling-2')
    const edited = store.document
    expect(await workspace.open(serialise(other))).toEqual([])
    expect([names(), store.document, store.undoLabel]).toEqual([[start.name, 'Other'], other, null])
    await workspace.showNext(1)
    expect([store.document, store.undoLabel, store.selectedNode]).toEqual([edited, 'Change bins', 'spline-coupling-2'])
    store.undo()
    expect(store.document).toEqual(start)
  })

  it('never replace unsaved work, but do an untouched sample', async () => {
    await workspace.open(serialise(other))
    expect(names()).toEqual(['Other'])
    store.edit('Rename', (document) => rename(document, 'Mine'))
    await workspace.openExample(serialise(start))
    expect(names()).toEqual(['Mine', start.name])
  })

  it('show a file that is open already rather than opening it twice', async () => {
    setBins(16)
    await workspace.open(serialise(other))
    const id = workspace.shown
    await workspace.showNext(1)
    await workspace.open(serialise(other))
    expect([workspace.shown, workspace.tabs.length]).toEqual([id, 2])
  })

  it('close without asking, and open again as they were', async () => {
    setBins(16)
    const edited = store.document
    await workspace.open(serialise(other))
    const id = workspace.tabs[0]!.id
    await workspace.close(id)
    expect(names()).toEqual(['Other'])
    await workspace.close(workspace.shown)
    expect(names()).toEqual(['Untitled'])
    await workspace.reopen()
    expect(store.document).toEqual(other)
    await workspace.reopen()
    expect([store.document, store.undoLabel, store.dirty]).toEqual([edited, 'Change bins', true])
  })

  it('have names of their own when they are new', async () => {
    store.edit('Rename', (document) => rename(document, 'Own'))
    await workspace.createNew()
    await workspace.createNew() // nobody has touched the one before, which it replaces
    const change = () => store.edit('Change seed', (document) => setTraining(document, { seed: 7 }))
    change()
    await workspace.createNew()
    change()
    await workspace.createNew()
    expect(names()).toEqual(['Own', 'Untitled', 'Untitled 2', 'Untitled 3'])
  })

  it('open a new one once, however long the engine tells of the run before', async () => {
    setBins(16)
    engine.answer('turnTo', () => new Promise(() => undefined))
    void workspace.createNew()
    engine.emit({ event: 'status', status: status({ kind: 'paused' }, 3) })
    void workspace.createNew()
    await nextTick()
    expect(names()).toEqual(['Untitled', 'Untitled 2'])
  })

  it('bring the engine to the tab that is shown', async () => {
    setBins(16)
    await workspace.open(serialise(other))
    expect(engine.paramsOf('turnTo').at(-1)).toEqual({ tab: workspace.shown })
    expect(store.turning).toBe(false)
  })

  it('refuse a graph that is no chain, and stay as they are', async () => {
    const cut = serialise({ ...start, graph: { ...start.graph, edges: start.graph.edges.slice(1) } })
    for (const text of [cut, '{', '[]', '{"format":"diffeo/document","version":99}', 'null'])
      expect((await workspace.open(text)).length).toBeGreaterThan(0)
    expect(workspace.tabs.length).toBe(1)
    expect(store.document).toBe(start)
  })

  it('take a model’s document only when the engine takes its parameters', async () => {
    setBins(16)
    const edited = store.document
    const model: ModelFile = {
      format: 'diffeo/model',
      version: 1,
      document: other,
      data: { dims: 2, names: ['x', 'y'], preprocessing: [] },
      parameters: [],
      metrics: { trainNll: null, validationNll: null, testNll: null },
      provenance: { diffeo: '0.1.0', backend: 'fake', seed: 1, steps: 0, created: '2026-01-01T00:00:00Z' },
    }
    engine.answer('openModel', () => {
      throw new Error('Block 1 "Affine" has no parameter "shift".')
    })
    expect(await workspace.openModel(serialiseModel(model))).toMatchObject([
      { message: expect.stringContaining('shift') },
    ])
    expect([store.document, workspace.tabs.length]).toEqual([edited, 1])
    engine.answer('openModel', () => openedWith(2))
    expect(await workspace.openModel(serialiseModel(model))).toEqual([])
    expect([store.document, workspace.tabs.length]).toEqual([other, 2])
  })
})

describe('the next session', () => {
  it('has all tabs again: untitled ones, histories, the one that was shown, and those that were closed', async () => {
    setBins(16)
    setBins(32)
    store.undo()
    await workspace.open(serialise(other))
    await workspace.createNew()
    store.edit('Rename', (document) => rename(document, 'Unsaved'))
    await workspace.showNext(1)
    await store.flush()
    const [before, document, shown] = [names(), store.document, workspace.shown]

    await begin()
    const list = (await useEngineStore().host('claimWorkspace', { page: 'next' })) as string | null
    expect(await workspace.restore(list)).toEqual([])
    expect([names(), store.document, workspace.shown]).toEqual([before, document, shown])
    expect([store.undoLabel, store.redoLabel]).toEqual(['Change bins', 'Change bins'])
    store.redo()
    expect(store.undo()).toBe('Change bins')
    store.undo()
    expect(store.document).toEqual(start)
    expect(store.dirty).toBe(false)
  })

  it('has selected what was selected in each tab, by a deed of its own', async () => {
    setBins(16)
    await workspace.open(serialise(other))
    await store.flush()
    store.select('data')
    store.select('affine-1')
    await workspace.showNext(1)
    store.select('spline-coupling-2')
    await store.flush()
    const deeds = engine.paramsOf('keepDeeds').flatMap((params) => (params as { deeds: string[] }).deeds)
    expect(deeds.map((deed) => JSON.parse(deed) as unknown)).toEqual([
      { deed: 'select', node: 'affine-1' },
      { deed: 'select', node: 'spline-coupling-2' },
    ])

    await begin()
    await workspace.restore((await useEngineStore().host('claimWorkspace', { page: 'next' })) as string | null)
    expect(store.selectedNode).toBe('spline-coupling-2')
    await workspace.showNext(1)
    expect(store.selectedNode).toBe('affine-1')
  })
})

it('says once which tab’s run was given up for room', async () => {
  setBins(16)
  await workspace.open(serialise(other))
  await workspace.showNext(1)
  const hidden = workspace.tabs.find(({ shown }) => !shown)!
  const putBy = { tabs: [], bytes: 0, limit: 0 }
  engine.emit({ event: 'put-by', putBy: { ...putBy, givenUp: [hidden.id] } })
  await nextTick()
  expect(useEngineStore().notice?.text).toContain('earlier runs of Other were given up')
  useEngineStore().dismiss()
  engine.emit({ event: 'put-by', putBy: { ...putBy, givenUp: [hidden.id] } })
  await nextTick()
  expect(useEngineStore().notice).toBeNull()
})

it('writes a file that was opened and not edited as it was, byte by byte', async () => {
  const text = JSON.stringify(JSON.parse(serialise(other)))
  await workspace.open(text)
  expect(store.textToSave()).toBe(text)
  store.edit('Rename', (document) => rename(document, 'Mine'))
  expect(store.textToSave()).toBe(serialise(store.document))
  store.undo()
  expect(store.textToSave()).toBe(text)
})
