// @vitest-environment happy-dom
import { flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { TooltipProvider } from 'reka-ui'
import { beforeEach, describe, expect, it } from 'vitest'
import { h, nextTick } from 'vue'
import { setDataSource } from '@shared/document/edits'
import type { DataSource } from '@shared/document/schema'
import type { DataDescription } from '@shared/rpc/protocol'
import DataPanel from '../../../src/renderer/panels/DataPanel.vue'
import { sourceOf } from '../../../src/renderer/panels/data/sources'
import { useScreenStore } from '../../../src/renderer/commands/screenStore'
import { useDocumentStore } from '../../../src/renderer/stores/documentStore'
import { useEngineStore } from '../../../src/renderer/stores/engineStore'
import { FakeEngine, openedWith, status } from '../fakeEngine'

const panel = () => mount({ render: () => h(TooltipProvider, () => h(DataPanel)) })
const source = () => useDocumentStore().document.data.source

describe('the switch for fresh rows', () => {
  beforeEach(() => {
    setActivePinia(createPinia())
  })

  it('turns them on and off in the document, each undone at once', async () => {
    const wrapper = panel()
    await wrapper.get('[data-testid="data-fresh"] [role="switch"]').trigger('click')
    expect(source()).toMatchObject({ kind: 'toy', fresh: true })
    useDocumentStore().undo()
    expect(source()).toMatchObject({ kind: 'toy', fresh: false })
  })

  it('is there for generators only, whose choice it outlives', async () => {
    const documents = useDocumentStore()
    const wrapper = panel()
    const before = source()
    if (before.kind !== 'toy') throw new Error('a new document has a generator')
    const entry = { kind: 'toy', name: 'circles', label: 'Circles', dims: 2, rows: null, settings: [] } as const
    const circles = sourceOf({ ...entry, summary: '', source: '', licence: null }, { ...before, fresh: true })
    expect(circles).toMatchObject({ name: 'circles', fresh: true })
    documents.edit('Use iris', (document) => setDataSource(document, { kind: 'builtin', name: 'iris', columns: null }))
    await nextTick()
    expect(wrapper.find('[data-testid="data-fresh"]').exists()).toBe(false)
  })
})

describe('problems of a table of one’s own', () => {
  const described: DataDescription = {
    name: 'runs.csv',
    rows: 120,
    sampled: null,
    columns: [],
    correlations: { names: [], rows: 0, pearson: new Float64Array(0), spearman: new Float64Array(0), rankedRows: 0 },
    incomplete: 7,
    duplicates: { rows: 2, first: [[3, 4]] },
    leakage: null,
    parts: null,
    issues: [],
  }
  const fake = (): FakeEngine => {
    setActivePinia(createPinia())
    const engine = new FakeEngine()
    engine.answer('open', () => openedWith(2))
    engine.answer('describeData', () => described)
    return engine
  }
  const own: DataSource = { kind: 'table', name: 'runs.csv', columns: ['a', 'b'], classes: [null, null], rows: '' }
  const asked = (engine: FakeEngine): number => engine.paramsOf('describeData').length

  it('are counted on the way to the workshop, asked once for the data', async () => {
    const engine = fake()
    await useEngineStore().connect(engine)
    const documents = useDocumentStore()
    const wrapper = panel()
    documents.edit('Use runs.csv', (document) => setDataSource(document, own))
    await useEngineStore().openDocument(documents.document)
    await flushPromises()
    expect(wrapper.get('[data-testid="open-workshop"]').text()).toContain('2 problems')
    useScreenStore().sheet = 'keys'
    await flushPromises()
    useScreenStore().sheet = null
    await flushPromises()
    expect(asked(engine)).toBe(1)
    documents.undo()
    await flushPromises()
    expect(wrapper.find('[data-testid="data-problems"]').exists()).toBe(false)
    wrapper.unmount()
  })

  it('are not asked for while it trains, nor while the workshop asks itself', async () => {
    const engine = fake()
    await useEngineStore().connect(engine)
    const documents = useDocumentStore()
    documents.edit('Use runs.csv', (document) => setDataSource(document, own))
    await useEngineStore().openDocument(documents.document)
    engine.emit({ event: 'status', status: status({ kind: 'training' }) })
    const wrapper = panel()
    await flushPromises()
    useScreenStore().sheet = 'data'
    engine.emit({ event: 'status', status: status({ kind: 'paused' }) })
    await flushPromises()
    expect(asked(engine)).toBe(0)
    useScreenStore().sheet = null
    await flushPromises()
    expect(asked(engine)).toBe(1)
    wrapper.unmount()
  })
})
