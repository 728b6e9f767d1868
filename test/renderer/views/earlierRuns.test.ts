// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { defineComponent, h, nextTick } from 'vue'
import { newBlockAt, newDocument } from '@shared/document/create'
import { insertBlock } from '@shared/document/edits'
import { noRuns, type EarlierRun, type Opened, type RunList, type View } from '@shared/rpc/protocol'
import { useEngineStore } from '../../../src/renderer/stores/engineStore'
import { useMomentStore, type Side } from '../../../src/renderer/views/momentStore'
import { runChoices } from '../../../src/renderer/views/runChoice'
import { dataRows, useSelectionStore } from '../../../src/renderer/views/selectionStore'
import { withColumnsOf } from '../../../src/renderer/views/sharedColumns'
import { useDataRows } from '../../../src/renderer/views/use/useDataRows'
import { useFieldChoice } from '../../../src/renderer/views/use/useFieldChoice'
import { provideSide, useProbe } from '../../../src/renderer/views/use/useMoment'
import { useViews } from '../../../src/renderer/views/use/useViews'
import { FakeEngine, noMetrics, openedWith } from '../fakeEngine'

const earlier = (run: number, more: Partial<EarlierRun> = {}): EarlierRun => ({
  run,
  changes: run === 1 ? null : ['learning rate 0.001 → 0.003'],
  seed: 1,
  step: 100 * run,
  loss: 'NLL',
  validationLoss: 1 / run,
  columns: ['x1', 'x2'],
  steps: [0, 1, 50],
  ...more,
})
const list = (...runs: readonly EarlierRun[]): RunList => ({
  ...noRuns,
  present: (runs.at(-1)?.run ?? 0) + 1,
  changes: [],
  earlier: runs,
})
const planarDocument = insertBlock(newDocument(), newBlockAt(newDocument(), 'planar', 0), 0)

let fake: FakeEngine
const rest = async (): Promise<void> => {
  for (let i = 0; i < 6; i++) await nextTick()
}
const say = async (runs: RunList): Promise<void> => {
  fake.emit({ event: 'runs', runs })
  fake.emitSnapshots(useEngineStore().snapshots)
  await rest()
}
const held = () => (fake.paramsOf('holdRuns').at(-1) as { runs: number[] } | undefined)?.runs
/** What each side's view was last asked at. */
const watched = () => {
  const { views } = fake.paramsOf('watch').at(-1) as { views: View[] }
  return (['left', 'right'] as const).map((side) => views.find(({ id }) => id.startsWith(side))?.at)
}

beforeEach(async () => {
  setActivePinia(createPinia())
  fake = new FakeEngine()
  fake.answer('describeRun', () => ({ document: planarDocument, opened: openedWith(2), history: noMetrics }))
  const engine = useEngineStore()
  await engine.connect(fake)
  engine.opened = openedWith(2)
  fake.emitSnapshots({ steps: [0, 3, 9], bytes: 8, limit: 80 })
  await say(list(earlier(1), earlier(2)))
})

describe('an earlier run beside the present one', () => {
  const pane = (side: Side, made: () => void = () => undefined) => {
    const below = defineComponent(() => {
      useViews(side, () => [{ kind: 'samples', id: side, count: 4, seed: 1 }])
      made()
      const probe = useProbe()
      return () => h('button', { onClick: () => void probe(Float64Array.of(0, 0)) })
    })
    return defineComponent(() => {
      provideSide(() => side)
      return () => h(below)
    })
  }

  it('is shown at its end, then wherever the timeline moves it, and asked about there', async () => {
    const store = useMomentStore()
    const left = mount(pane('left'))
    mount(pane('right'))
    store.compare(true)
    await store.showRun('left', 1)
    await rest()
    expect(watched()).toEqual([{ run: 1, step: null }, undefined])
    expect([store.wordsOf('left'), store.wordsOf('right')]).toEqual(['end of run 1', 'live'])
    expect([store.steps, store.newestStep]).toEqual([[0, 1, 50], 100])

    store.moment = 50
    await rest()
    expect(watched()).toEqual([{ run: 1, step: 50 }, undefined])
    await left.trigger('click')
    expect(fake.paramsOf('probe')).toMatchObject([{ at: { run: 1, step: 50 } }])
    expect(store.wordsOf('left')).toBe('step 50 of run 1')

    await store.showRun('right', 2)
    await rest()
    expect(watched()).toEqual([
      { run: 1, step: 50 },
      { run: 2, step: null },
    ])
    expect(held()).toEqual([1, 2])
    await store.showRun('left', null)
    await rest()
    expect(watched()).toEqual([undefined, { run: 2, step: null }])
    expect(held()).toEqual([2])
  })

  it('has its own blocks to choose from', async () => {
    const store = useMomentStore()
    let titles = (): readonly string[] => []
    mount(pane('left', () => { const { blocks } = useFieldChoice(); titles = () => blocks.value.map(({ title }) => title) })) // prettier-ignore
    store.compare(true)
    expect(titles()).toEqual([])
    await store.showRun('left', 1)
    expect(titles()).toEqual(['Planar'])
  })

  it('makes the axis of all steps as long as the longest run', async () => {
    const store = useMomentStore()
    await say(list(earlier(1, { step: 2000 })))
    expect(store.lastStep).toBe(1000)
    store.compare(true)
    await store.showRun('right', 1)
    expect(store.lastStep).toBe(2000)
  })

  it('stays when the present one begins anew, which is live again', async () => {
    const store = useMomentStore()
    store.compare(true)
    await store.showRun('right', 1)
    store.moments.left = 9
    fake.emitSnapshots({ steps: [0], bytes: 8, limit: 80 })
    await rest()
    expect(store.moments.left).toBeNull()
    expect(store.runs.right?.run).toBe(1)
  })

  it('gives way to the present one when it is kept no more, or the data have other columns', async () => {
    const store = useMomentStore()
    store.compare(true)
    await store.showRun('left', 1)
    await store.showRun('right', 2)
    await say(list(earlier(2)))
    expect([store.runs.left, store.runs.right?.run]).toEqual([null, 2])
    useEngineStore().opened = openedWith(3)
    await rest()
    expect(store.runs.right).toBeNull()
  })

  it('is compared again next time, and kept by the engine until then', async () => {
    const store = useMomentStore()
    store.compare(true)
    await store.showRun('left', 1)
    store.moment = 50
    store.compare(false)
    await rest()
    expect([store.runs.left, store.moments.left]).toEqual([null, null])
    expect(held()).toEqual([1])
    store.compare(true)
    expect(store.wordsOf('left')).toBe('step 50 of run 1')
    store.compare(false)
    await say(noRuns)
    expect(held()).toEqual([])
    store.compare(true)
    expect(store.wordsOf('left')).toBe('step 0 of the past')
  })

  it('is not shown when the comparison ended, or another was chosen, before the engine had told of it', async () => {
    const store = useMomentStore()
    store.compare(true)
    const slow = store.showRun('left', 1)
    await Promise.all([slow, store.showRun('left', 2)])
    expect(store.runs.left?.run).toBe(2)
    const late = store.showRun('left', 1)
    store.compare(false)
    await late
    expect(store.runs.left).toBeNull()
  })

  it('is told in a notice when the engine does not have it', async () => {
    const store = useMomentStore()
    fake.answer('describeRun', () => {
      throw new Error('Run 1 is not kept any more. Choose another one.')
    })
    store.compare(true)
    await store.showRun('left', 1)
    expect(store.runs.left).toBeNull()
    expect(useEngineStore().notice?.text).toContain('Run 1 is not kept')
  })

  it('marks the selected rows of the data only where it has the same rows', async () => {
    const preview = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8)
    const store = useMomentStore()
    useSelectionStore().select(dataRows, [1])
    let rows = (): readonly number[] => []
    mount(pane('left', () => { const here = useDataRows(); rows = () => here.value })) // prettier-ignore
    store.compare(true)
    await store.showRun('left', 1)
    expect(rows()).toEqual([1])
    const opened = openedWith(2)
    fake.answer('describeRun', () => ({ document: planarDocument, opened: { ...opened, data: { ...opened.data, preview } }, history: noMetrics })) // prettier-ignore
    await store.showRun('left', 2)
    expect(rows()).toEqual([])
  })
})

describe('runs to choose from', () => {
  const opened = openedWith(2)

  it('are the present one, then the earlier ones from the newest, with what was changed', () => {
    const choices = runChoices({ ...list(earlier(1), earlier(2)), changes: [] }, opened)
    expect(choices.map(({ run, title, facts, note }) => [run, title, facts, note])).toEqual([
      [null, 'Run 3, this one', '', 'Nothing changed'],
      [2, 'Run 2', 'NLL 0.500 · 200 steps', 'Learning rate 0.001 → 0.003'],
      [1, 'Run 1', 'NLL 1.000 · 100 steps', 'The first one'],
    ])
  })

  it('say why they cannot stand beside the present one', () => {
    const other = earlier(1, { columns: ['a', 'b', 'c', 'd', 'e'], validationLoss: null, step: 1 })
    const [, choice] = runChoices(list(other), opened)
    expect(choice).toMatchObject({ comparable: false, facts: '1 step' })
    expect(choice?.note).toBe('Not comparable: trained on a, b, c and 2 more, and the data now have x1, x2.')
    expect(runChoices(list(earlier(1, { columns: ['x2', 'x1'] })), opened)[1]?.comparable).toBe(false)
  })
})

describe('the axes of two pictures side by side', () => {
  const within = (min: number, max: number): Opened => {
    const opened = openedWith(1)
    return { ...opened, data: { ...opened.data, columns: opened.data.columns.map((c) => ({ ...c, min, max })) } }
  }

  it('hold the data of both, and are the very same where they did already', () => {
    const [near, far] = [within(-1, 1), within(0, 3)]
    expect([withColumnsOf(near, far), withColumnsOf(far, near)].map(({ data }) => data.columns[0])).toMatchObject([
      { min: -1, max: 3 },
      { min: -1, max: 3 },
    ])
    expect(withColumnsOf(far, within(1, 2))).toBe(far)
  })
})
