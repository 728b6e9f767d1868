// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { expect, it } from 'vitest'
import { defineComponent, h, type PropType } from 'vue'
import { noRuns, type Opened } from '@shared/rpc/protocol'
import { useEngineStore } from '../../../src/renderer/stores/engineStore'
import StagePane from '../../../src/renderer/views/parts/StagePane.vue'
import { FakeEngine, noMetrics, openedWith, status } from '../fakeEngine'

const Stage = defineComponent({
  props: { opened: { type: Object as PropType<Opened>, required: true } },
  setup: (props) => () => h('p', props.opened.data.preview.length),
})

it('shows the rows that it is handed of the present run, not all that the engine has', async () => {
  setActivePinia(createPinia())
  const engine = new FakeEngine()
  const opened = openedWith(2, 10)
  engine.answer('attach', () => ({
    document: null,
    opened,
    status: status({ kind: 'ready' }),
    history: noMetrics,
    settings: { precision: 'float32', threads: 'auto' },
    snapshots: { steps: [], bytes: 0, limit: 0 },
    runs: noRuns,
    cores: 2,
  }))
  await useEngineStore().connect(engine)
  const some = { ...opened, data: { ...opened.data, preview: opened.data.preview.subarray(0, 6) } }
  const wrapper = mount(StagePane, { props: { side: 'left', stage: Stage, opened: some } })
  expect(wrapper.find('p').text()).toBe('6')
})
