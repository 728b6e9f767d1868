// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { newBlockAt } from '@shared/document/create'
import { insertBlock } from '@shared/document/edits'
import { useScreenStore, type PictureDeeds } from '../../../src/renderer/commands/screenStore'
import { useDocumentStore } from '../../../src/renderer/stores/documentStore'
import { useEngineStore } from '../../../src/renderer/stores/engineStore'
import { REST_MS, useHintStore } from '../../../src/renderer/stores/hintStore'
import { documentOf } from '../documents'
import { FakeEngine, openedWith, status } from '../fakeEngine'

async function session() {
  setActivePinia(createPinia())
  const fake = new FakeEngine()
  fake.answer('open', () => openedWith(2))
  const engine = useEngineStore()
  await engine.connect(fake)
  useDocumentStore().replace(documentOf('affine'), true)
  await engine.openDocument(useDocumentStore().document)
  const be = async (kind: 'training' | 'paused', step: number) => {
    engine.status = status({ kind }, step)
    await nextTick()
  }
  return { hints: useHintStore(), be }
}

/** The picture as a stage of these views offers it. */
function stage(...keys: string[]): void {
  const tabs = keys.map((key) => ({ key, label: key, help: '' }))
  useScreenStore().picture = { tabs, chosen: keys[0] } as Partial<PictureDeeds> as PictureDeeds
}
const choose = async (key: string) => {
  const screen = useScreenStore()
  screen.picture = { ...screen.picture!, chosen: key }
  await nextTick()
}

beforeEach(() => {
  localStorage.clear()
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('the hints of the first use', () => {
  it('do not lie over what the picture says itself', async () => {
    const { hints, be } = await session()
    stage('density', 'field', 'layers')
    useScreenStore().advice = true
    await be('training', 500)
    expect(hints.current).toBe('insert')
    useScreenStore().advice = false
    expect(hints.current).toBe('layers')
  })

  it('come one at a time, each after a rest', async () => {
    const { hints, be } = await session()
    stage('density', 'field', 'layers')
    expect(hints.current).toBe('train')
    await be('training', 1)
    expect(hints.current).toBeNull()
    await be('training', 500)
    expect(hints.current).toBe('layers')
    await choose('layers')
    expect(hints.current).toBeNull()
    vi.advanceTimersByTime(REST_MS - 1)
    expect(hints.current).toBeNull()
    vi.advanceTimersByTime(1)
    expect(hints.current).toBe('insert')
    hints.end('insert')
    vi.advanceTimersByTime(REST_MS)
    expect(hints.current).toBe('field')
    await choose('field')
    vi.advanceTimersByTime(REST_MS)
    expect(hints.current).toBeNull()
    await be('paused', 501)
    expect(hints.current).toBe('export')
    hints.end('export')
    vi.advanceTimersByTime(REST_MS)
    expect(hints.current).toBe('keys')
    useScreenStore().sheet = 'keys'
    await nextTick()
    expect(hints.current).toBeNull()
  })

  it('are not shown for what was done without them', async () => {
    const { hints, be } = await session()
    stage('density', 'field', 'layers')
    await choose('layers')
    await choose('field')
    const store = useDocumentStore()
    store.edit('Insert Affine', (document) => insertBlock(document, newBlockAt(document, 'affine', 0), 0))
    await be('training', 500)
    expect(hints.current).toBeNull()
  })

  it('are not of views that there are none of', async () => {
    const { hints, be } = await session()
    stage('curve', 'change')
    await be('training', 500)
    expect(hints.current).toBe('insert')
  })

  it('never come again in a later session, unless they are asked for', async () => {
    const { hints, be } = await session()
    await be('training', 500)
    for (const hint of ['layers', 'insert', 'field', 'export', 'keys'] as const) hints.end(hint)
    const later = await session()
    expect(later.hints.current).toBeNull()
    await later.be('paused', 900)
    expect(later.hints.current).toBeNull()
    expect(later.hints.ended).toBe(true)
    later.hints.again()
    expect(later.hints.current).toBe('insert')
    expect((await session()).hints.current).toBe('train')
  })
})
