import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import type { LinkState } from '@shared/rpc/link'
import { usualSettings, type Frame, type View } from '@shared/rpc/protocol'
import { useEngineStore } from '../../../src/renderer/stores/engineStore'
import { FakeEngine, metrics, noMetrics, openedWith, status } from '../fakeEngine'

const samples = (id: string): View => ({ kind: 'samples', id, count: 10, seed: 1 })
const frame = (view: string, step = 1): Frame => ({ kind: 'samples', view, step, dims: 2, points: new Float32Array(2) })
const settled = async (): Promise<void> => {
  for (let i = 0; i < 8; i++) await nextTick()
}

describe('the engine store', () => {
  let engine: FakeEngine
  let store: ReturnType<typeof useEngineStore>
  beforeEach(() => {
    setActivePinia(createPinia())
    engine = new FakeEngine()
    store = useEngineStore()
  })

  it('takes up all that the engine holds when it connects: a reload loses nothing', async () => {
    engine.answer('attach', () => ({
      document: null,
      opened: openedWith(2),
      status: status({ kind: 'training' }, 3),
      history: metrics(1, [3, 2, 1], [[2, 2.5]]),
    }))
    await store.connect(engine)
    expect(store.connected).toBe(true)
    expect(store.opened?.dims).toBe(2)
    expect(store.running).toBe(true)
    expect([...store.history.trainLoss.values]).toEqual([3, 2, 1])
    expect([...store.history.validationLoss.values]).toEqual([2.5])
  })

  it('computes otherwise when told, and keeps what it had when that is refused', async () => {
    const chosen = { ...usualSettings, precision: 'float64', threads: 2 } as const
    engine.answer('backends', () => [{ name: 'wasm', tried: true, available: true, chosen: true, reason: '4 lanes' }])
    engine.answer('configure', () => ({ ...openedWith(2), precision: 'float64', threads: 2 }))
    await store.connect(engine)
    expect([store.settings, store.cores]).toEqual([usualSettings, 4])
    await store.configure(chosen)
    expect(engine.paramsOf('configure')).toEqual([chosen])
    expect(store.opened).toMatchObject({ precision: 'float64', threads: 2 })
    expect(engine.paramsOf('backends')).toHaveLength(2)
    engine.answer('configure', () => {
      throw new Error('Compiling took too much memory.')
    })
    await store.configure(usualSettings)
    expect(store.settings).toEqual(chosen)
    expect(store.notice?.text).toBe('Compiling took too much memory.')
  })

  it('appends metrics in place and says so by its version, along with the status', async () => {
    await store.connect(engine)
    const before = store.historyVersion
    const snapshots = { steps: [0, 2], bytes: 8, limit: 64 }
    engine.emit({ event: 'metrics', metrics: metrics(1, [5, 4]) })
    engine.emit({ event: 'metrics', metrics: metrics(3, [3]) })
    engine.emit({ event: 'snapshots', snapshots })
    expect([...store.history.steps.values]).toEqual([1, 2, 3])
    expect([store.historyVersion, store.snapshots.steps]).toEqual([before, []])
    engine.emit({ event: 'status', status: status({ kind: 'training' }, 3) })
    expect([store.historyVersion, store.snapshots]).toEqual([before + 2, snapshots])
  })

  it('says so soon where no status comes', async () => {
    await store.connect(engine)
    vi.useFakeTimers()
    try {
      const before = store.historyVersion
      engine.emit({ event: 'metrics', metrics: metrics(1, [5, 4]) })
      vi.advanceTimersByTime(100)
      expect(store.historyVersion).toBe(before + 1)
      vi.advanceTimersByTime(1000)
      expect(store.historyVersion).toBe(before + 1)
    } finally {
      vi.useRealTimers()
    }
  })

  it('never puts what came before an answer in place of what the answer says', async () => {
    await store.connect(engine)
    engine.emit({ event: 'snapshots', snapshots: { steps: [0, 1, 2], bytes: 12, limit: 64 } })
    await store.connect(engine)
    engine.emit({ event: 'status', status: status({ kind: 'paused' }, 3) })
    expect(store.snapshots.steps).toEqual([])
  })

  it('replaces what a run repeats after a checkpoint', async () => {
    await store.connect(engine)
    engine.emit({
      event: 'metrics',
      metrics: metrics(
        1,
        [5, 4, 3, 2],
        [
          [2, 9],
          [4, 8],
        ],
      ),
    })
    engine.emit({ event: 'metrics', metrics: metrics(3, [30, 20], [[4, 80]]) })
    expect([...store.history.steps.values]).toEqual([1, 2, 3, 4])
    expect([...store.history.trainLoss.values]).toEqual([5, 4, 30, 20])
    expect([...store.history.validationLoss.values]).toEqual([9, 80])
    expect(store.history.smoothLoss.length).toBe(4)
  })

  it('watches the union of what all mounted views want, once per turn', async () => {
    await store.connect(engine)
    await settled()
    engine.calls.length = 0
    store.watchViews('a', [samples('one')])
    store.watchViews('b', [samples('two'), samples('three')])
    await settled()
    expect(engine.paramsOf('watch')).toEqual([{ views: [samples('one'), samples('two'), samples('three')] }])
    store.watchViews('b', [])
    await settled()
    expect(engine.paramsOf('watch').at(-1)).toEqual({ views: [samples('one')] })
  })

  it('gives the credit for a frame once it is shown, once, and not before', async () => {
    await store.connect(engine)
    const shows: (() => void)[] = []
    store.onFrame('hero', (_, shown) => shows.push(shown))
    engine.emit({ event: 'frame', frame: frame('hero') })
    expect(engine.paramsOf('credit')).toEqual([])
    shows[0]()
    shows[0]()
    expect(engine.paramsOf('credit')).toEqual([{ view: 'hero' }])
  })

  it('drops frames that nobody draws any more, and gives their credit', async () => {
    await store.connect(engine)
    let drawn = 0
    const stop = store.onFrame('hero', () => drawn++)
    stop()
    engine.emit({ event: 'frame', frame: frame('hero') })
    expect(drawn).toBe(0)
    expect(engine.paramsOf('credit')).toEqual([{ view: 'hero' }])
  })

  it('says when the engine is lost, and takes everything up again when it is back', async () => {
    await store.connect(engine)
    store.watchViews('a', [samples('one')])
    await settled()
    engine.emit({ event: 'engine-lost', reason: 'killed by signal 9' })
    expect(store.lost).toBe(true)
    expect(store.notice).toMatchObject({ kind: 'warning' })
    expect(store.notice?.text).toContain('killed by signal 9')
    engine.calls.length = 0
    engine.answer('attach', () => ({
      document: null,
      opened: openedWith(3),
      status: status({ kind: 'training' }, 200),
      history: noMetrics,
    }))
    engine.emit({ event: 'engine-restored', resumedAt: 200 })
    await settled()
    expect(store.lost).toBe(false)
    expect(store.opened?.dims).toBe(3)
    expect(store.notice?.text).toContain('step 200')
    expect(engine.paramsOf('watch')).toEqual([{ views: [samples('one')] }])
  })

  it('follows a connection that breaks and mends', async () => {
    let tell: (state: LinkState) => void = () => undefined
    await store.connect(engine, { onState: (listener) => ((tell = listener), () => undefined) })
    tell({ kind: 'lost', reason: 'the server went away' })
    expect(store.connected).toBe(false)
    expect(store.notice?.text).toContain('the server went away')
    engine.calls.length = 0
    tell({ kind: 'open' })
    await settled()
    expect(store.connected).toBe(true)
    expect(store.notice).toBeNull()
    expect(engine.paramsOf('attach').length).toBe(1)
  })

  it('answers a press of Train at once, and takes it back when the engine refuses', async () => {
    await store.connect(engine)
    engine.answer('train', () => {
      throw new Error('Open a flow first.')
    })
    const pressed = store.train()
    expect(store.running).toBe(true)
    await pressed
    expect(store.running).toBe(false)
    expect(store.notice).toMatchObject({ kind: 'error', text: 'Open a flow first.' })
  })

  it('passes the issues of a refused document on, and keeps the picture of the one before', async () => {
    engine.answer('attach', () => ({
      document: null,
      opened: openedWith(2),
      status: status({ kind: 'paused' }, 9),
      history: noMetrics,
    }))
    await store.connect(engine)
    const issue = { severity: 'error', node: 'block-1', path: '', message: 'Block 1 needs 3 dimensions.' } as const
    engine.answer('open', () => {
      throw Object.assign(new Error('The document cannot be compiled.'), { issues: [issue] })
    })
    await store.openDocument({} as never)
    expect(store.notice?.issues).toEqual([issue])
    expect(store.opened?.dims).toBe(2)
    expect(store.status.state.kind).toBe('paused')
  })

  it('forgets the curves on reset, with the seed that was asked for', async () => {
    await store.connect(engine)
    engine.emit({ event: 'metrics', metrics: metrics(1, [5, 4]) })
    await store.reset(17)
    expect(engine.paramsOf('reset')).toEqual([{ seed: 17 }])
    expect(store.history.steps.length).toBe(0)
  })

  it('rejects questions in words while there is no connection', async () => {
    await expect(store.probe(new Float64Array(2))).rejects.toThrow('not connected')
  })
})
