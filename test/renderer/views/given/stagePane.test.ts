// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { defineComponent, h, nextTick } from 'vue'
import type { Opened } from '@shared/rpc/protocol'
import { useEngineStore } from '../../../../src/renderer/stores/engineStore'
import { useGivenStore } from '../../../../src/renderer/views/given/givenStore'
import { useMomentStore } from '../../../../src/renderer/views/momentStore'
import StagePane from '../../../../src/renderer/views/parts/StagePane.vue'
import { FakeEngine, noMetrics, openedWith } from '../../fakeEngine'
import { newDocument } from '@shared/document/create'

/** Four rows in one dimension, 1 to 4, of classes a, b, a, b. */
const opened: Opened = {
  ...openedWith(1, 4),
  data: {
    ...openedWith(1, 4).data,
    preview: Float32Array.of(1, 2, 3, 4),
    context: {
      columns: [{ name: 'kind', kind: 'class', classes: ['a', 'b'] }],
      preview: Float32Array.of(0, 1, 0, 1),
      offers: [],
    },
  },
}
const stage = defineComponent({
  props: { opened: { type: Object, required: true } },
  setup: (props) => () => h('p', [...(props.opened as Opened).data.preview].join(' ')),
})
const pane = (allGiven: boolean) => mount(StagePane, { props: { side: 'left', stage, allGiven } })

describe('a stage where a context is held', () => {
  beforeEach(async () => {
    setActivePinia(createPinia())
    const fake = new FakeEngine()
    fake.answer('describeRun', () => ({ document: newDocument(), opened, history: noMetrics }))
    await useEngineStore().connect(fake)
    useEngineStore().opened = opened
  })

  it('is given the rows near it alone, and others as it moves', async () => {
    const shown = pane(false)
    expect(shown.text()).toBe('1 3')
    useGivenStore().set(0, 1)
    await nextTick()
    expect(shown.text()).toBe('2 4')
  })

  it('is given all of them where each row has its own', () => {
    expect(pane(true).text()).toBe('1 2 3 4')
  })

  it('is given those of an earlier run too', async () => {
    const moments = useMomentStore()
    const engine = useEngineStore()
    const earlier = { ...opened, data: { ...opened.data, preview: Float32Array.of(5, 6, 7, 8) } }
    const run = {
      run: 1,
      changes: null,
      seed: 1,
      step: 3,
      loss: 'NLL',
      validationLoss: null,
      columns: ['x1'],
      steps: [0, 3],
    }
    engine.runs = { ...engine.runs, present: 2, changes: [], earlier: [run] }
    const shown = pane(false)
    moments.runs.left = { ...run, document: newDocument(), opened: earlier, history: noMetrics }
    await nextTick()
    expect(shown.text()).toBe('5 7')
  })
})
