// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { defineComponent, h, nextTick } from 'vue'
import type { View } from '@shared/rpc/protocol'
import { useEngineStore } from '../../../src/renderer/stores/engineStore'
import { useMomentStore, type Side } from '../../../src/renderer/views/momentStore'
import { earlier, keptMoment, later, momentWords, nearestMoment } from '../../../src/renderer/views/moments'
import { provideSide, useProbe } from '../../../src/renderer/views/use/useMoment'
import { useViews } from '../../../src/renderer/views/use/useViews'
import { FakeEngine } from '../fakeEngine'

const steps = [0, 1, 2, 40, 1024]

describe('moments', () => {
  it('lead from the first snapshot through all in their order to live, and back', () => {
    const forward = [0]
    for (let at = later(steps, 0); at !== null; at = later(steps, at)) forward.push(at)
    expect(forward).toEqual(steps)
    const back = [earlier(steps, null)!]
    while (back.at(-1) !== 0) back.push(earlier(steps, back.at(-1)!)!)
    expect(back).toEqual(steps.toReversed())
    expect(later(steps, null)).toBeNull()
    expect(earlier(steps, 0)).toBe(0)
    expect(earlier([], null)).toBeNull()
  })

  it('are the snapshots that the engine shows for a step: the last at or before it', () => {
    expect(keptMoment(steps, 39)).toBe(2)
    expect(keptMoment(steps, 40)).toBe(40)
    expect(keptMoment([7, 9], 3)).toBe(7)
    expect(keptMoment([], 3)).toBeNull()
  })

  it('are found by the nearest step', () => {
    expect(nearestMoment(steps, 25)).toBe(40)
    expect(nearestMoment(steps, 1e9)).toBe(1024)
    expect(nearestMoment([], 3)).toBeNull()
  })

  it('are written in words', () => {
    expect(momentWords(null)).toBe('live')
    expect(momentWords(1024)).toBe('step 1\u2009024 of the past')
  })
})

describe('the views of a stage', () => {
  let fake: FakeEngine
  const keep = (kept: readonly number[]): void => {
    fake.emitSnapshots({ steps: kept, bytes: 8, limit: 80 })
  }
  const watched = (): View[] => (fake.paramsOf('watch').at(-1) as { views: View[] }).views

  const stage = (name: string) =>
    defineComponent(() => {
      useViews(name, () => [{ kind: 'samples', id: name, count: 4, seed: 1 }])
      const probe = useProbe()
      return () => h('button', { onClick: () => void probe(Float64Array.of(0, 0)) })
    })
  const pane = (side: Side) => {
    const below = stage(side)
    return defineComponent(() => {
      provideSide(() => side)
      return () => h(below)
    })
  }

  beforeEach(async () => {
    setActivePinia(createPinia())
    fake = new FakeEngine()
    await useEngineStore().connect(fake)
    keep(steps)
  })

  it('are of now until a moment is chosen, then of that, without the stage knowing', async () => {
    mount(stage('stage'))
    await nextTick()
    expect(watched().map(({ at }) => at)).toEqual([undefined])
    useMomentStore().moment = 40
    await nextTick()
    await nextTick()
    expect(watched().map(({ at }) => at)).toEqual([40])
    useMomentStore().goLive()
    await nextTick()
    await nextTick()
    expect(watched()).toEqual([{ kind: 'samples', id: 'stage', count: 4, seed: 1 }])
  })

  it('of two stages have moments of their own, and the timeline moves the one that was chosen', async () => {
    const store = useMomentStore()
    mount(pane('left'))
    mount(pane('right'))
    store.compare(true)
    expect(store.moments).toEqual({ left: 0, right: null })
    store.steered = 'right'
    store.moment = 1024
    await nextTick()
    await nextTick()
    expect(watched().map(({ at }) => at)).toEqual([0, 1024])
    store.compare(false)
    expect(store.moments).toEqual({ left: null, right: null })
  })

  it('are asked about at the moment that is shown', async () => {
    const mounted = mount(stage('stage'))
    await mounted.trigger('click')
    useMomentStore().moment = 40
    await mounted.trigger('click')
    expect(fake.paramsOf('probe')).toEqual([
      { points: Float64Array.of(0, 0) },
      { points: Float64Array.of(0, 0), at: 40 },
    ])
  })

  it('stay at their moment while the training goes on, and move to the one before where it is given up', async () => {
    const store = useMomentStore()
    store.moment = 40
    keep([...steps, 2000])
    await nextTick()
    expect(store.moment).toBe(40)
    keep([0, 2, 1024, 2000, 3000])
    await nextTick()
    expect(store.moment).toBe(2)
  })

  it('come back from a comparison to where they were, unless the run began anew meanwhile', async () => {
    const store = useMomentStore()
    store.moment = 40
    store.compare(true)
    store.moment = 2
    store.compare(false)
    expect(store.moment).toBe(40)
    store.compare(true)
    await nextTick()
    keep([0])
    await nextTick()
    store.compare(false)
    expect(store.moment).toBeNull()
  })

  it('are live again when the run begins anew', async () => {
    const store = useMomentStore()
    store.moment = 40
    await nextTick()
    keep([0])
    await nextTick()
    expect(store.moment).toBeNull()
  })
})
