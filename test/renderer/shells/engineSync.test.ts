// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick } from 'vue'
import type { EffectScope } from 'vue'
import { newBlock } from '@shared/document/create'
import { groupBlocks, insertBlock, rename, setSetting } from '@shared/document/edits'
import { useEngineSync } from '../../../src/renderer/shells/engineSync'
import { useTrainCommand } from '../../../src/renderer/shells/trainCommand'
import { useDocumentStore } from '../../../src/renderer/stores/documentStore'
import { useEngineStore } from '../../../src/renderer/stores/engineStore'
import { documentOf } from '../documents'
import { FakeEngine, openedWith, status } from '../fakeEngine'

let engine: FakeEngine
let store: ReturnType<typeof useDocumentStore>
let scope: EffectScope

const rest = () => vi.advanceTimersByTimeAsync(1000)
const setBins = (bins: number) => {
  store.edit('Change bins', (document) => setSetting(document, 'spline-coupling-1', 'bins', bins))
}
const opensAndTrains = () =>
  engine.calls.map(({ method }) => method).filter((method) => method === 'open' || method === 'train')
const opens = () => engine.paramsOf('open').length

beforeEach(async () => {
  vi.useFakeTimers()
  setActivePinia(createPinia())
  engine = new FakeEngine()
  engine.answer('open', () => openedWith(2))
  store = useDocumentStore()
  scope = effectScope()
  scope.run(useEngineSync)
  await useEngineStore().connect(engine)
  store.replace(documentOf('spline-coupling', 'spline-coupling'), true)
  store.ready = true
  await rest()
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
})

describe('the engine’s document', () => {
  it('is the one on the screen once the work is back', () => {
    expect(engine.paramsOf('open')).toEqual([{ document: store.document }])
  })

  it('follows an edit once the hand rests, not every step of a drag', async () => {
    for (let bins = 9; bins < 20; bins++) setBins(bins)
    await rest()
    expect(opens()).toBe(2)
    expect(engine.paramsOf('open').at(-1)).toEqual({ document: store.document, edited: true })
  })

  it('has a block that is put in at once, and so what undo brings back', async () => {
    store.edit('Add', (document) => insertBlock(document, newBlock('planar', 'planar-1'), 1))
    await vi.advanceTimersByTimeAsync(1)
    expect(opens()).toBe(2)
    store.undo()
    await vi.advanceTimersByTimeAsync(1)
    expect(opens()).toBe(3)
  })

  it('is said to be an edited one, whose runs are kept, until it is another', async () => {
    const edited = () => (engine.paramsOf('open').at(-1) as { edited?: boolean }).edited === true
    expect(edited()).toBe(false)
    setBins(16)
    await rest()
    expect(edited()).toBe(true)
    engine.answer('open', () => {
      throw new Error('refused')
    })
    store.replace(documentOf('planar'), true)
    await rest()
    expect(edited()).toBe(false)
    engine.answer('open', () => openedWith(2))
    store.edit('Add', () => documentOf('planar', 'planar'))
    await rest()
    expect(edited()).toBe(false) // the engine had not taken the other
    store.edit('Add', () => documentOf('planar', 'planar', 'planar'))
    await rest()
    expect(edited()).toBe(true)
  })

  it('is not opened again when blocks are grouped, and then named as they are grouped', async () => {
    engine.emit({ event: 'status', status: status({ kind: 'training' }, 20) })
    store.edit('Group', (document) => groupBlocks(document, ['spline-coupling-1'], 'Step').document)
    await rest()
    expect(opens()).toBe(1)
    expect(engine.paramsOf('pause')).toEqual([])
    expect(useEngineStore().held?.graph).toEqual(store.document.graph)
  })

  it('is not opened again for a new name, which trains alike', async () => {
    store.edit('Rename', (document) => rename(document, 'Other'))
    await rest()
    expect(opens()).toBe(1)
  })

  it('waits while the document has errors, and for its mending', async () => {
    setBins(1000)
    await rest()
    expect(opens()).toBe(1)
    setBins(32)
    await rest()
    expect(opens()).toBe(2)
  })

  it('is let go, with its picture and curves, when one with errors is opened in its place', async () => {
    await useEngineStore().turnTo('tab-1')
    useEngineStore().held = store.document
    store.replace(setSetting(documentOf('spline-coupling'), 'spline-coupling-1', 'bins', 1000), true)
    await rest()
    expect(engine.paramsOf('letGo')).toEqual([{ tab: 'tab-1' }])
    expect(engine.paramsOf('turnTo')).toHaveLength(2)
    expect(useEngineStore().held).toBeNull()
    setBins(8)
    await rest()
    expect(engine.paramsOf('open').at(-1)).toEqual({ document: store.document })
  })

  it('is left alone after a page reload when the engine still holds it', async () => {
    engine.answer('attach', () => ({ ...attached, document: store.document }))
    const attached = { opened: openedWith(2), status: status({ kind: 'paused' }, 40), history: emptyHistory }
    await useEngineStore().connect(engine)
    await rest()
    expect(opens()).toBe(1)
  })

  it('lets the run go on that an edit makes stale', async () => {
    engine.emit({ event: 'status', status: status({ kind: 'training' }, 10) })
    setBins(16)
    await rest()
    expect(engine.paramsOf('pause')).toEqual([])
    expect(opens()).toBe(2)
    expect(useEngineStore().running).toBe(true)
  })

  it('is told from one that was there before, to which undo and redo return', async () => {
    const last = () => engine.paramsOf('open').at(-1)
    setBins(16)
    await rest()
    store.undo()
    await rest()
    expect(last()).toEqual({ document: store.document, edited: true, returns: true })
    store.redo()
    await rest()
    expect(last()).toEqual({ document: store.document, edited: true, returns: true })
    setBins(8)
    await rest()
    expect(last()).toEqual({ document: store.document, edited: true })
  })

  it('with errors lets the run rest, which goes on once it is mended', async () => {
    engine.emit({ event: 'status', status: status({ kind: 'training' }, 10) })
    setBins(1000)
    await rest()
    expect(engine.paramsOf('pause')).toHaveLength(1)
    engine.emit({ event: 'status', status: status({ kind: 'paused' }, 12) })
    setBins(32)
    await rest()
    expect(opensAndTrains()).toEqual(['open', 'open', 'train'])
  })

  it('with errors that is mended by undo is trained on, unless Pause was pressed meanwhile', async () => {
    const breakAndMend = async (between: () => void) => {
      engine.emit({ event: 'status', status: status({ kind: 'training' }, 10) })
      setBins(1000)
      await rest()
      engine.emit({ event: 'status', status: status({ kind: 'paused' }, 12) })
      between()
      store.undo()
      await rest()
    }
    await breakAndMend(() => undefined)
    expect(engine.paramsOf('train')).toHaveLength(1)
    await breakAndMend(() => void useEngineStore().pause())
    expect(engine.paramsOf('train')).toHaveLength(1)
  })

  it('is trained when Train was pressed before it was open', async () => {
    setBins(16)
    await nextTick()
    useEngineStore().onceOpen('train')
    await rest()
    expect(opensAndTrains()).toEqual(['open', 'open', 'train'])
  })

  it('is trained when Train was pressed while it was being opened', async () => {
    let open = (): void => undefined
    engine.answer('open', () => new Promise((done) => (open = () => { done(openedWith(2)) }))) // prettier-ignore
    setBins(16)
    await rest()
    useEngineStore().onceOpen('train')
    engine.emit({ event: 'status', status: status({ kind: 'opening' }, 0) })
    expect(opensAndTrains()).toEqual(['open', 'open'])
    open()
    await rest()
    expect(opensAndTrains()).toEqual(['open', 'open', 'train'])
  })

  it('takes the step that was asked for before it was open, once it is', async () => {
    setBins(16)
    await nextTick()
    await useTrainCommand().step()
    expect(engine.paramsOf('step')).toEqual([])
    await rest()
    await useTrainCommand().step()
    const order = engine.calls.map(({ method }) => method).filter((method) => method === 'open' || method === 'step')
    expect(order).toEqual(['open', 'open', 'step', 'step'])
    expect(engine.paramsOf('train')).toEqual([])
  })

  it('is trained when Train was pressed after a redo while what undo brought back was being opened', async () => {
    setBins(16)
    await rest()
    const opened: (() => void)[] = []
    engine.answer('open', () => new Promise((done) => opened.push(() => { done(openedWith(2)) }))) // prettier-ignore
    store.undo()
    await rest()
    store.redo()
    await nextTick()
    await useTrainCommand().toggle()
    expect(opensAndTrains()).toEqual(['open', 'open', 'open'])
    opened[0]!()
    await rest()
    opened[1]!()
    await rest()
    expect(opensAndTrains()).toEqual(['open', 'open', 'open', 'open', 'train'])
    expect(engine.paramsOf('open').at(-1)).toMatchObject({ document: store.document })
  })

  it('is not trained when Train was not pressed after the edit', async () => {
    engine.emit({ event: 'status', status: status({ kind: 'training' }, 10) })
    setBins(16)
    await rest()
    expect(engine.paramsOf('train')).toEqual([])
  })

  it('is not offered again after the engine refused it, until it changes', async () => {
    engine.answer('open', () => {
      throw new Error('Block 1 "Spline coupling": mask has 4 entries, expected 2.')
    })
    setBins(16)
    await rest()
    await rest()
    expect(opens()).toBe(2)
    expect(useEngineStore().notice?.text).toContain('mask has 4 entries')
    expect(store.broken).toBe(true)
    engine.answer('open', () => openedWith(2))
    setBins(24)
    await rest()
    expect(opens()).toBe(3)
    expect(store.broken).toBe(false)
  })
})

const emptyHistory = {
  steps: new Float64Array(0),
  trainLoss: new Float64Array(0),
  gradientNorm: new Float64Array(0),
  validationSteps: new Float64Array(0),
  validationLoss: new Float64Array(0),
}
