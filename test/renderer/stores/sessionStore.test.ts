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
    session.density = 'compact'
    session.stackMode = 'list'
    await nextTick()
    const { theme, density, stackMode } = restart()
    expect([theme, density, stackMode]).toEqual(['light', 'compact', 'list'])
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

  it.each(['nonsense', 'null', '{"theme":"pink","density":9}', '[1,2]'])(
    'starts afresh from %s in the storage',
    (kept) => {
      localStorage.setItem('diffeo/session', kept)
      const session = restart()
      expect([session.theme, session.density, session.stackMode]).toEqual(['system', 'comfortable', 'graph'])
    },
  )
})
