// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { TooltipProvider } from 'reka-ui'
import { beforeEach, describe, expect, it } from 'vitest'
import { h, nextTick } from 'vue'
import { setDataSource } from '@shared/document/edits'
import DataPanel from '../../../src/renderer/panels/DataPanel.vue'
import { sourceOf } from '../../../src/renderer/panels/data/sources'
import { useDocumentStore } from '../../../src/renderer/stores/documentStore'

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
