// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, nextTick, shallowRef } from 'vue'
import { usePlay } from '../../../../src/renderer/views/use/usePlay'

const K = 3

function inComponent(start = 0) {
  const t = shallowRef(start)
  let play!: ReturnType<typeof usePlay>
  const wrapper = mount(
    defineComponent(() => {
      play = usePlay(t, () => K)
      return () => h('div')
    }),
  )
  return { t, play, wrapper }
}

describe('playing the layers', () => {
  let still = false
  beforeEach(() => {
    vi.useFakeTimers()
    vi.stubGlobal('matchMedia', () => ({ matches: still, addEventListener: vi.fn(), removeEventListener: vi.fn() }))
  })
  afterEach(() => {
    still = false
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  it('moves through what lies between the layers, and halts at x', async () => {
    const { t, play } = inComponent()
    play.toggle()
    await vi.advanceTimersByTimeAsync(200)
    expect(t.value).toBeGreaterThan(0)
    expect(Number.isInteger(t.value)).toBe(false)
    await vi.advanceTimersByTimeAsync(20_000)
    expect(t.value).toBe(K)
    expect(play.playing.value).toBe(false)
  })

  it('begins again from the start where it stands at the end, in either direction', async () => {
    const { t, play } = inComponent(K)
    play.toggle()
    expect(t.value).toBe(0)
    play.halt()
    play.direction.value = -1
    play.toggle()
    expect(t.value).toBe(K)
    await vi.advanceTimersByTimeAsync(20_000)
    expect(t.value).toBe(0)
  })

  it('goes on and on in a loop until it is halted', async () => {
    const { t, play } = inComponent()
    play.loop.value = true
    play.toggle()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(play.playing.value).toBe(true)
    play.toggle()
    const at = t.value
    await vi.advanceTimersByTimeAsync(1000)
    expect(t.value).toBe(at)
  })

  it('jumps from stop to stop, with nothing in between, where motion is to be reduced', async () => {
    still = true
    const { t, play } = inComponent()
    const seen = new Set<number>()
    play.toggle()
    for (let i = 0; i < 200 && play.playing.value; i++) {
      await vi.advanceTimersByTimeAsync(50)
      seen.add(t.value)
    }
    expect([...seen]).toEqual([0, 1, 2, 3])
    expect(play.playing.value).toBe(false)
  })

  it('ends with its component', async () => {
    const { t, play, wrapper } = inComponent()
    play.toggle()
    await nextTick()
    wrapper.unmount()
    const at = t.value
    await vi.advanceTimersByTimeAsync(5000)
    expect(t.value).toBe(at)
  })
})
