// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import StatusBar from '../../../src/renderer/panels/StatusBar.vue'
import { useDocumentStore } from '../../../src/renderer/stores/documentStore'

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
})
