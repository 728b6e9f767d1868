// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { TooltipProvider } from 'reka-ui'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { h, nextTick } from 'vue'
import { newDocument } from '@shared/document/create'
import { noRuns } from '@shared/rpc/protocol'
import SnapshotTrack from '../../../src/renderer/panels/timeline/SnapshotTrack.vue'
import { snapshotWords } from '../../../src/renderer/panels/timeline/snapshotWords'
import { useEngineStore } from '../../../src/renderer/stores/engineStore'
import { useMomentStore } from '../../../src/renderer/views/momentStore'
import { FakeEngine, noMetrics, openedWith } from '../fakeEngine'

const steps = [0, 1, 2, 40, 1024]

async function timeline(reduced = false) {
  vi.stubGlobal('matchMedia', (query: string) => ({
    matches: reduced && query.includes('reduce'),
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }))
  const fake = new FakeEngine()
  await useEngineStore().connect(fake)
  fake.emitSnapshots({ steps, bytes: 3 * 2 ** 20, limit: 64 * 2 ** 20 })
  const wrapper = mount({ render: () => h(TooltipProvider, () => h(SnapshotTrack)) }, { attachTo: document.body })
  await nextTick()
  const by = (id: string) => wrapper.get(`[data-testid=${id}]`)
  return { fake, by, press: (key: string) => by('snapshots').trigger('keydown', { key }) }
}

beforeEach(() => {
  setActivePinia(createPinia())
  vi.useFakeTimers()
})
afterEach(() => {
  document.body.innerHTML = ''
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('the timeline', () => {
  it('goes by keys from snapshot to snapshot, to the first and to live, and writes out which is shown', async () => {
    const { by, press } = await timeline()
    expect(by('moment').text()).toBe('live')
    await press('ArrowLeft')
    expect(by('moment').text()).toBe('step 1\u2009024 of the past')
    await press('Home')
    expect(by('snapshots').attributes('aria-valuetext')).toBe('step 0 of the past')
    await press('ArrowRight')
    expect(useMomentStore().moment).toBe(1)
    await press('End')
    expect(useMomentStore().moment).toBeNull()
    expect(by('live').text()).toBe('Live')
  })

  it('follows again at the press of a button', async () => {
    const { by, press } = await timeline()
    await press('Home')
    expect(by('live').text()).toBe('Go live')
    await by('live').trigger('click')
    expect(useMomentStore().moment).toBeNull()
  })

  it('is of the earlier run that is shown, and of the present one again at the press of a button', async () => {
    const { by, press, fake } = await timeline()
    const run = {
      run: 2,
      changes: null,
      seed: 1,
      step: 90,
      loss: 'NLL',
      validationLoss: 1,
      columns: [],
      steps: [0, 7, 60],
    }
    fake.answer('describeRun', () => ({ document: newDocument(), opened: openedWith(2), history: noMetrics }))
    fake.emit({ event: 'runs', runs: { ...noRuns, present: 3, earlier: [run] } })
    fake.emitSnapshots({ steps, bytes: 1, limit: 2 })
    const store = useMomentStore()
    store.compare(true)
    await store.showRun('left', 2)
    await nextTick()
    expect(by('moment').text()).toBe('end of run 2')
    expect(by('snapshots').attributes('title')).toContain('3 steps of run 2 kept')
    await press('ArrowLeft')
    expect(by('snapshots').attributes('aria-valuetext')).toBe('step 60 of run 2')
    await press('Home')
    await press('ArrowRight')
    expect(store.atOf('left')).toEqual({ run: 2, step: 7 })
    await press('End')
    expect(store.atOf('left')).toEqual({ run: 2, step: null })
    expect(by('live').text()).toBe('Go live')
    await by('live').trigger('click')
    await nextTick()
    expect(store.atOf('left')).toBeUndefined()
    expect(by('live').text()).toBe('Live')
  })

  it('replays all snapshots in their order, and ends live', async () => {
    const { by } = await timeline()
    const store = useMomentStore()
    await by('replay').trigger('click')
    const seen = [store.moment]
    while (store.moment !== null && seen.length < 20) {
      vi.advanceTimersToNextTimer()
      if (store.moment !== seen.at(-1)) seen.push(store.moment)
    }
    expect(seen).toEqual([...steps, null])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('moves nothing by itself where motion is to be reduced: each press shows the next snapshot', async () => {
    const { by } = await timeline(true)
    for (const step of steps) {
      await by('replay').trigger('click')
      expect(useMomentStore().moment).toBe(step)
      expect(vi.getTimerCount()).toBe(0)
    }
  })

  it('says what the snapshots take of the memory they may take', () => {
    const kept = { steps, bytes: 3 * 2 ** 20, limit: 64 * 2 ** 20 }
    expect(snapshotWords(kept, 0)).toContain('5 steps kept, 3.0 of 64 MiB. Drag')
    expect(snapshotWords(kept, 2 ** 19)).toContain('3.0 of 64 MiB; 0.5 MiB of weights for undo of edits. Drag')
    expect(snapshotWords({ steps: [], bytes: 0, limit: 1 }, 0)).toContain('once a flow is open')
  })
})
