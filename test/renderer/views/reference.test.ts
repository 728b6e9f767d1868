// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { newDocument } from '@shared/document/create'
import { setDataSource } from '@shared/document/edits'
import type { FlowDocument } from '@shared/document/schema'
import { noRuns } from '@shared/rpc/protocol'
import { useEngineStore } from '../../../src/renderer/stores/engineStore'
import { useReferenceStore } from '../../../src/renderer/views/referenceStore'
import { FakeEngine, noMetrics, openedWith, status } from '../fakeEngine'

beforeEach(() => {
  setActivePinia(createPinia())
})

const energy = (name: string): FlowDocument =>
  setDataSource(newDocument(), { kind: 'energy', name, settings: {}, dims: 2, samples: 100, seed: 1 })

async function storeOf(document: FlowDocument, answer: () => unknown) {
  const client = new FakeEngine()
  client.answer('attach', () => ({
    document,
    opened: openedWith(2),
    status: status({ kind: 'ready' }),
    history: noMetrics,
    settings: { precision: 'float32', threads: 'auto' },
    snapshots: { steps: [], bytes: 0, limit: 0 },
    runs: noRuns,
    cores: 2,
  }))
  client.answer('reference', answer)
  await useEngineStore().connect(client)
  return useReferenceStore()
}

const draws = Float32Array.of(1, 2, 3, 4, 5, 6)

it('shows draws of chains in place of the rows, once they are wanted and there', async () => {
  const store = await storeOf(energy('u1'), () => ({ draws, rHat: 1, effective: 3, divergences: 0 }))
  expect([store.offered, store.on]).toEqual([true, false])
  const before = store.inPlaceOf(useEngineStore().opened)!.data.preview
  store.wanted = true
  await vi.waitFor(() => {
    expect(store.on).toBe(true)
  })
  expect(store.inPlaceOf(useEngineStore().opened)!.data.preview).toBe(draws)
  expect(store.inPlaceOf(useEngineStore().opened)!.data.columns).toBe(useEngineStore().opened!.data.columns)
  store.wanted = false
  expect(store.inPlaceOf(useEngineStore().opened)!.data.preview).toBe(before)
})

it('is not offered for rows alone', async () => {
  const store = await storeOf(newDocument(), () => null)
  store.wanted = true
  expect([store.offered, store.on, store.waiting]).toEqual([false, false, false])
})

it('says why there are none, and keeps the rows', async () => {
  const store = await storeOf(energy('u1'), () => {
    throw new Error('The chains were lost.')
  })
  store.wanted = true
  await vi.waitFor(() => {
    expect(store.trouble).toBe('The chains were lost.')
  })
  expect([store.on, store.waiting]).toEqual([false, false])
})
