// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import { useSessionStore } from '../../../src/renderer/stores/sessionStore'

const restart = () => {
  setActivePinia(createPinia())
  return useSessionStore()
}

beforeEach(() => {
  localStorage.clear()
})

describe('the session', () => {
  it('comes back as it was left', async () => {
    const session = restart()
    session.theme = 'light'
    session.setStackWidth(420)
    session.paletteCollapsed = true
    session.stackMode = 'list'
    await nextTick()
    const { theme, stackWidth, paletteCollapsed, stackMode } = restart()
    expect([theme, stackWidth, paletteCollapsed, stackMode]).toEqual(['light', 420, true, 'list'])
  })

  it('tells the style sheet which theme to show before anything is drawn', () => {
    localStorage.setItem('diffeo/session', JSON.stringify({ theme: 'light' }))
    restart()
    expect(document.documentElement.dataset.theme).toBe('light')
  })

  it('tells the style sheet how close and how still things are', () => {
    const session = restart()
    session.density = 'compact'
    session.motion = 'reduced'
    const { density, motion } = document.documentElement.dataset
    expect([density, motion]).toEqual(['compact', 'reduced'])
  })

  it('keeps the stack between its least and greatest width', () => {
    const session = restart()
    session.setStackWidth(10)
    expect(session.stackWidth).toBe(session.stackWidths.min)
    session.setStackWidth(5000)
    expect(session.stackWidth).toBe(session.stackWidths.max)
  })

  it.each(['nonsense', 'null', '{"theme":"pink","stackWidth":"wide"}', '[1,2]'])(
    'starts afresh from %s in the storage',
    (kept) => {
      localStorage.setItem('diffeo/session', kept)
      const session = restart()
      expect([session.theme, session.stackWidth, session.stackMode]).toEqual(['system', 380, 'graph'])
    },
  )
})
