// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import { newBlockAt } from '@shared/document/create'
import { insertBlock } from '@shared/document/edits'
import { useDocumentStore } from '../../../src/renderer/stores/documentStore'
import { useEngineStore } from '../../../src/renderer/stores/engineStore'
import { useHintStore } from '../../../src/renderer/stores/hintStore'
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

beforeEach(() => {
  localStorage.clear()
})

describe('the hints of the first use', () => {
  it('come one at a time: to train, to insert a block, to export', async () => {
    const { hints, be } = await session()
    expect(hints.current).toBe('train')
    await be('training', 1)
    expect(hints.current).toBeNull()
    await be('training', 500)
    expect(hints.current).toBe('insert')
    hints.end('insert')
    expect(hints.current).toBeNull()
    await be('paused', 501)
    expect(hints.current).toBe('export')
  })

  it('are not shown for what was done without them', async () => {
    const { hints, be } = await session()
    const store = useDocumentStore()
    store.edit('Insert Affine', (document) => insertBlock(document, newBlockAt(document, 'affine', 0), 0))
    await be('training', 500)
    expect(hints.current).toBeNull()
  })

  it('never come again in a later session', async () => {
    const { hints, be } = await session()
    await be('training', 500)
    hints.end('insert')
    hints.end('export')
    const later = await session()
    expect(later.hints.current).toBeNull()
    await later.be('paused', 900)
    expect(later.hints.current).toBeNull()
  })
})
