// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { setSetting } from '@shared/document/edits'
import type { RunState } from '@shared/rpc/protocol'
import { useTrainCommand } from '../../../src/renderer/shells/trainCommand'
import { useDocumentStore } from '../../../src/renderer/stores/documentStore'
import { useEngineStore } from '../../../src/renderer/stores/engineStore'
import { useSessionStore } from '../../../src/renderer/stores/sessionStore'
import { documentOf } from '../documents'
import { FakeEngine, openedWith, status } from '../fakeEngine'

let engine: FakeEngine
let training: ReturnType<typeof useTrainCommand>

const be = (state: RunState, step = 10): void => {
  engine.emit({ event: 'status', status: status(state, step) })
}
const asked = () =>
  engine.calls.map((call) => call.method).filter((method) => ['train', 'pause', 'reset'].includes(method))

beforeEach(async () => {
  setActivePinia(createPinia())
  engine = new FakeEngine()
  engine.answer('open', () => openedWith(2))
  await useEngineStore().connect(engine)
  const store = useDocumentStore()
  store.replace(documentOf('spline-coupling', 'spline-coupling'), true)
  await useEngineStore().openDocument(store.document)
  training = useTrainCommand()
  be({ kind: 'ready' }, 0)
})

describe('the primary button', () => {
  it('trains, pauses and resumes, and says which', async () => {
    expect(training.word.value).toBe('Train')
    await training.toggle()
    be({ kind: 'training' })
    expect(training.word.value).toBe('Pause')
    await training.toggle()
    be({ kind: 'paused' })
    expect(training.word.value).toBe('Resume')
    await training.toggle()
    expect(asked()).toEqual(['train', 'pause', 'train'])
  })

  it('clears the picture of an inspector that lies over it, and leaves one that is opened as it trains', async () => {
    const session = useSessionStore()
    session.inspectorOver = true
    await training.toggle()
    expect(session.inspectorOver).toBe(false)
    be({ kind: 'training' })
    session.inspectorOver = true
    await training.toggle()
    expect(session.inspectorOver).toBe(true)
  })

  it('begins a finished run again from the seed of the document', async () => {
    be({ kind: 'finished', reason: 'steps' })
    expect(training.word.value).toBe('Train again')
    await training.toggle()
    expect(asked()).toEqual(['reset', 'train'])
    expect(engine.paramsOf('reset')).toEqual([{ seed: useDocumentStore().document.training.seed }])
  })

  it('is taken at its word while the document is being opened', async () => {
    be({ kind: 'opening' }, 0)
    expect(training.possible.value).toBe(true)
    await training.toggle()
    expect(asked()).toEqual(['train'])
  })

  it('trains no older document than the one on the screen', async () => {
    useDocumentStore().edit('Change bins', (document) => setSetting(document, 'spline-coupling-1', 'bins', 16))
    await training.toggle()
    expect(asked()).toEqual([])
    expect(useEngineStore().asked).toBe('train')
  })

  it('trains nothing that has no parameters', async () => {
    engine.answer('open', () => ({ ...openedWith(2), parameters: 0 }))
    await useEngineStore().openDocument(useDocumentStore().document)
    expect(training.possible.value).toBe(false)
    await training.toggle()
    expect(asked()).toEqual([])
  })

  it('does nothing while the document has errors or the engine is gone', async () => {
    useDocumentStore().edit('Change bins', (document) => setSetting(document, 'spline-coupling-1', 'bins', 1000))
    expect(training.possible.value).toBe(false)
    await training.toggle()
    useDocumentStore().undo()
    expect(training.possible.value).toBe(true)
    engine.emit({ event: 'engine-lost', reason: 'it crashed' })
    await training.toggle()
    expect(asked()).toEqual([])
  })
})
