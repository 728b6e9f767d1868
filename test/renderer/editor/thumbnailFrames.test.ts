// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { noRuns, type LayersFrame, type RunState, type View } from '@shared/rpc/protocol'
import {
  provideThumbnails,
  useThumbnails,
  type Thumbnails,
} from '../../../src/renderer/editor/thumbnails/useThumbnails'
import { useEngineStore } from '../../../src/renderer/stores/engineStore'
import { documentOf } from '../documents'
import { FakeEngine, noMetrics, openedWith, status } from '../fakeEngine'

describe('the frames of thumbnails', () => {
  let fake: FakeEngine
  let thumbnails: Thumbnails
  let unmount: () => void

  const is = (kind: 'training' | 'paused', step: number): void => {
    fake.emit({ event: 'status', status: status({ kind } as RunState, step) })
  }
  /** The engine sends four places at a step, before the block and after it. */
  const sends = (step: number): void => {
    const { views } = fake.paramsOf('watch').at(-1) as { views: View[] }
    const [positions, logDet] = [new Float32Array(2 * 2 * 4), new Float32Array(2 * 4)]
    fake.emit({
      event: 'frame',
      frame: {
        kind: 'layers',
        view: views[0]!.id,
        step,
        dims: 2,
        count: 4,
        t: Float32Array.of(0, 1),
        positions,
        logDet,
      } as LayersFrame,
    })
  }
  const shown = (): number | undefined => thumbnails.paths.value?.step
  const credits = (): number => fake.paramsOf('credit').length

  beforeEach(async () => {
    vi.useFakeTimers()
    setActivePinia(createPinia())
    fake = new FakeEngine()
    fake.answer('attach', () => ({
      document: documentOf('affine'),
      opened: openedWith(2),
      status: status({ kind: 'paused' }),
      history: noMetrics,
      snapshots: { steps: [], bytes: 0, limit: 0 },
      runs: noRuns,
    }))
    await useEngineStore().connect(fake)
    const block = defineComponent(() => {
      thumbnails = useThumbnails()!
      return () => h('i')
    })
    const canvas = defineComponent(() => {
      provideThumbnails(() => true)
      return () => h(block)
    })
    const wrapper = mount(canvas)
    unmount = () => {
      wrapper.unmount()
    }
    await vi.advanceTimersByTimeAsync(10)
  })
  afterEach(() => {
    unmount()
    vi.useRealTimers()
  })

  it('are shown at once and credited while nothing trains', () => {
    sends(1)
    expect([shown(), credits()]).toEqual([1, 1])
    sends(2)
    expect([shown(), credits()]).toEqual([2, 2])
  })

  it('wait for the news of a run that trains, and only the last is shown', async () => {
    is('training', 1)
    await vi.advanceTimersByTimeAsync(100)
    sends(5)
    sends(6)
    await vi.advanceTimersByTimeAsync(600)
    expect([shown(), credits()]).toEqual([undefined, 0])
    is('training', 9)
    expect([shown(), credits()]).toEqual([6, 1])
  })

  it('are shown in the end where no news come', async () => {
    is('training', 1)
    sends(5)
    await vi.advanceTimersByTimeAsync(100)
    sends(6)
    await vi.advanceTimersByTimeAsync(2000)
    expect([shown(), credits()]).toEqual([6, 2])
  })
})
