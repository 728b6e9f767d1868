// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import StatusBar from '../../../src/renderer/panels/StatusBar.vue'
import { useDocumentStore } from '../../../src/renderer/stores/documentStore'
import { useEngineStore } from '../../../src/renderer/stores/engineStore'
import { useSessionStore, WRITTEN_MS } from '../../../src/renderer/stores/sessionStore'

describe('the age of the last saving', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    setActivePinia(createPinia())
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('is told in steps of ten seconds, and written no more often', async () => {
    const documents = useDocumentStore()
    documents.autosavedAt = Date.now()
    const bar = mount(StatusBar)
    const told: string[] = []
    for (let second = 0; second < 31; second++) {
      const text = bar.get('[data-testid=status-saved]').text()
      if (told.at(-1) !== text) told.push(text)
      vi.advanceTimersByTime(1000)
      await nextTick()
    }
    expect(told).toEqual(['autosaved just now', 'autosaved 10 s ago', 'autosaved 20 s ago', 'autosaved 30 s ago'])
    bar.unmount()
  })

  it('is told in whole minutes once there are some', () => {
    useDocumentStore().autosavedAt = Date.now() - 130_000
    const bar = mount(StatusBar)
    expect(bar.get('[data-testid=status-saved]').text()).toBe('autosaved 2 min ago')
    bar.unmount()
  })
})

describe('a file that was just written', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    setActivePinia(createPinia())
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('is named in the place of the autosave for a while, and for as long again by the next one', async () => {
    const session = useSessionStore()
    const bar = mount(StatusBar)
    const told = async (): Promise<string | null> => {
      await nextTick()
      const line = bar.find('[data-testid=status-written]')
      return line.exists() ? line.text() : null
    }
    expect(await told()).toBeNull()
    session.announceWritten('Model exported as rivers.model.json.')
    expect(session.announcement).toBe('Model exported as rivers.model.json.')
    expect(await told()).toBe('Model exported as rivers.model.json.')
    expect(bar.find('[data-testid=status-saved]').exists()).toBe(false)
    vi.advanceTimersByTime(WRITTEN_MS - 1)
    session.announceWritten('Saved as rivers.flow.json.')
    vi.advanceTimersByTime(WRITTEN_MS - 1)
    expect(await told()).toBe('Saved as rivers.flow.json.')
    vi.advanceTimersByTime(1)
    expect(await told()).toBeNull()
    bar.unmount()
  })

  it('never hides that the work is not kept', async () => {
    useDocumentStore().autosaveFailure = 'Autosave failed'
    useSessionStore().announceWritten('Saved as rivers.flow.json.')
    const bar = mount(StatusBar)
    expect(bar.get('[data-testid=status-saved]').text()).toBe('Autosave failed')
    bar.unmount()
  })
})

describe('solvers of blocks that miss their answer', () => {
  it('are said in the line, which leads to the block', async () => {
    setActivePinia(createPinia())
    const [documents, engine] = [useDocumentStore(), useEngineStore()]
    const bar = mount(StatusBar)
    expect(bar.find('[data-testid=status-solvers]').exists()).toBe(false)
    const { id } = documents.document.graph.nodes[0]
    const message = 'Block 1 "Planar": its solver x → z misses by 2e-3 at 4 % of points, expected 1e-6. Do.'
    const issue = { severity: 'warning', node: id, path: 'bijector', message } as const
    engine.solvers = [issue, issue]
    await nextTick()
    const line = bar.get('[data-testid=status-solvers]')
    expect(line.text()).toBe('Block 1: solver misses by 2e-3, and 1 more')
    expect(line.attributes('title')).toBe(message.replace('"Planar"', '“Planar”'))
    await line.trigger('click')
    expect(documents.selectedNode).toBe(id)
    bar.unmount()
  })
})
