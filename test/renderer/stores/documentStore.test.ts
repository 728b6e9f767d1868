// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { nodesInOrder } from '@shared/document/chain'
import { groupBlocks, rename, setGroup, setSetting, setTraining, ungroup } from '@shared/document/edits'
import { readState } from '@shared/document/journal'
import { sameTraining } from '@shared/document/trained'
import { useDocumentStore } from '../../../src/renderer/stores/documentStore'
import { useEngineStore } from '../../../src/renderer/stores/engineStore'
import { documentOf } from '../documents'
import { FakeEngine, openedWith } from '../fakeEngine'

const start = documentOf('spline-coupling', 'spline-coupling')

async function setUp() {
  setActivePinia(createPinia())
  const engine = new FakeEngine()
  engine.answer('open', () => openedWith(2))
  engine.answer('openModel', () => openedWith(2))
  await useEngineStore().connect(engine)
  const store = useDocumentStore()
  store.replace(start, true)
  store.ready = true
  return { engine, store }
}

let engine: FakeEngine
let store: ReturnType<typeof useDocumentStore>
beforeEach(async () => {
  ;({ engine, store } = await setUp())
})

/** The document as it would be brought back now: the last whole state, and what was done since. */
function keptNow() {
  const from = engine.calls.findLastIndex(({ method }) => method === 'keepDocument')
  const { state } = engine.calls[from]!.params as { state: string }
  const since = engine.calls.slice(from).filter(({ method }) => method === 'keepDeeds')
  const outcome = readState(state, since.flatMap(({ params }) => (params as { deeds: string[] }).deeds)) // prettier-ignore
  return outcome.ok ? outcome.value.document : outcome.issues
}

const setBins = (bins: number) => (document: typeof start) => setSetting(document, 'spline-coupling-1', 'bins', bins)

describe('undo', () => {
  it('takes back each edit by its name and returns the very document it began with', () => {
    store.edit('Rename', (document) => rename(document, 'Other'))
    store.edit('Change bins', setBins(16))
    expect(store.undoLabel).toBe('Change bins')
    expect([store.undo(), store.undo(), store.undo()]).toEqual(['Change bins', 'Rename', null])
    expect(store.document).toEqual(start)
    expect(store.redoLabel).toBe('Rename')
    store.redo()
    expect(store.document.name).toBe('Other')
  })

  it('goes several steps back or forward at once, as far as there are any', () => {
    for (const bins of [12, 16, 24]) store.edit(`To ${String(bins)}`, setBins(bins))
    expect(store.travel(-2)).toBe('To 16')
    expect(store.document).toEqual(setBins(12)(start))
    expect(store.travel(5)).toBe('To 24')
    expect(store.document).toEqual(setBins(24)(start))
    expect(store.travel(1)).toBeNull()
    expect([store.travel(-9), store.document]).toEqual(['To 12', start])
  })

  it('takes a drag of forty values back in one step', () => {
    for (let bins = 9; bins < 49; bins++) store.edit('Change bins', setBins(bins), { mark: 'bins' })
    store.endGesture()
    store.edit('Change bins', setBins(60), { mark: 'bins' })
    store.undo()
    expect(store.document).toEqual(setBins(48)(start))
    store.undo()
    expect(store.document).toEqual(start)
    expect(store.undoLabel).toBeNull()
  })

  it('notes nothing for an edit that changes nothing', () => {
    store.edit('Change bins', setBins(8))
    expect(store.undoLabel).toBeNull()
  })

  it('forgets a selection that is no longer there', () => {
    store.selectedNode = 'spline-coupling-2'
    store.replace(documentOf('affine'), true)
    expect(store.selectedNode).toBeNull()
  })
})

describe('what is saved', () => {
  it('differs from the screen after an edit, and no longer once that is undone', () => {
    expect(store.dirty).toBe(false)
    store.edit('Change bins', setBins(16))
    expect(store.dirty).toBe(true)
    store.undo()
    expect(store.dirty).toBe(false)
  })

  it('is kept outside the user’s files within a second of the last change', async () => {
    await store.flush()
    vi.useFakeTimers()
    try {
      store.edit('Change bins', setBins(16))
      store.edit('Change bins', setBins(32))
      await vi.advanceTimersByTimeAsync(1000)
    } finally {
      vi.useRealTimers()
    }
    expect(keptNow()).toEqual(setBins(32)(start))
    expect(store.autosavedAt).not.toBeNull()
  })

  it('says so when it cannot be kept, and tries again with the next change', async () => {
    engine.answer('keepDocument', () => {
      throw new Error('The disk is full.')
    })
    store.edit('Change bins', setBins(16))
    await store.flush()
    expect(store.autosaveFailure).toBe('The disk is full.')
    engine.answer('keepDocument', () => null)
    store.edit('Change bins', setBins(32))
    await store.flush()
    expect(store.autosaveFailure).toBeNull()
    expect(keptNow()).toEqual(setBins(32)(start))
  })
})

describe('opening', () => {
  it('does not say of a document that the engine refused what it said of the one before', async () => {
    const warning = { severity: 'warning', node: null, path: 'data', message: 'Column 1 is repeated.' } as const
    engine.answer('open', () => ({ ...openedWith(2), warnings: [warning] }))
    await useEngineStore().openDocument(store.document)
    expect(store.issues).toEqual([warning])
    store.replace(documentOf('affine'), true)
    store.refused = store.document
    expect(store.issues).not.toContainEqual(warning)
  })
})

describe('problems', () => {
  it('are found while editing, at the node to blame, and gone when mended', () => {
    store.edit('Change bins', setBins(1000))
    expect(store.broken).toBe(true)
    expect(store.issues[0]).toMatchObject({ severity: 'error', node: 'spline-coupling-1' })
    store.undo()
    expect(store.broken).toBe(false)
  })

  it('that the engine names are shown until the document changes', async () => {
    const named = { severity: 'error', node: 'spline-coupling-2', path: '', message: 'It overflowed.' } as const
    await useEngineStore().openDocument(start)
    engine.emit({
      event: 'status',
      status: {
        state: { kind: 'failed', issue: named },
        step: 3,
        steps: 10,
        stepsPerSecond: 0,
        best: null,
        seed: 1,
      },
    })
    expect(store.issues).toContainEqual(named)
    store.edit('Change bins', setBins(16))
    expect(store.issues).not.toContainEqual(named)
  })

  it('are the very same list while the engine only says how far it is', async () => {
    const warning = { severity: 'warning', node: null, path: 'data', message: 'Column 1 is repeated.' } as const
    engine.answer('open', () => ({ ...openedWith(2), warnings: [warning] }))
    await useEngineStore().openDocument(start)
    const before = store.issues
    expect(before).toEqual([warning])
    for (const step of [10, 20])
      engine.emit({
        event: 'status',
        status: { state: { kind: 'training' }, step, steps: 100, stepsPerSecond: 9, best: null, seed: 1 },
      })
    expect(useEngineStore().status.step).toBe(20)
    expect(store.issues).toBe(before)
  })
})

describe('what is trained', () => {
  it('does not depend on the name and does on everything else', () => {
    expect(sameTraining(start, rename(start, 'Other'))).toBe(true)
    expect(sameTraining(start, setTraining(start, { seed: 7 }))).toBe(false)
    expect(sameTraining(start, setBins(16)(start))).toBe(false)
  })

  it('does not depend on how the same blocks are grouped and called, and does on how often they are repeated', () => {
    const [{ id }] = nodesInOrder(start)
    const grouped = groupBlocks(start, [id], 'Step')
    expect(sameTraining(start, grouped.document)).toBe(true)
    expect(sameTraining(start, setGroup(grouped.document, grouped.id, { label: 'Other' }))).toBe(true)
    const twice = setGroup(grouped.document, grouped.id, { repeats: 2 })
    expect(sameTraining(start, twice)).toBe(false)
    expect(sameTraining(twice, ungroup(twice, grouped.id))).toBe(true)
  })
})
