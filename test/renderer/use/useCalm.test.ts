// @vitest-environment happy-dom
import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, shallowRef, type ShallowRef } from 'vue'
import { newsCame, useCalm } from '../../../src/renderer/use/useCalm'

let calm: Readonly<ShallowRef<number>>
let component: VueWrapper
const source = shallowRef(0)

function mounted(): void {
  component = mount(
    defineComponent({
      setup() {
        calm = useCalm(() => source.value)
        return () => h('i')
      },
    }),
  )
}

/** Changes the value every `ms` for `count` times, and answers the values that were written out. */
async function stream(count: number, ms: number): Promise<number[]> {
  const written: number[] = []
  for (let i = 0; i < count; i++) {
    source.value++
    await vi.advanceTimersByTimeAsync(ms)
    if (written.at(-1) !== calm.value) written.push(calm.value)
  }
  return written
}

beforeEach(() => {
  vi.useFakeTimers()
  newsCame(false) // other files of this process may have left news, by a clock that is far ahead of this one
  source.value = 0
})
afterEach(() => {
  component.unmount()
  vi.useRealTimers()
})

describe('a calm value', () => {
  it('follows the first change at once', async () => {
    mounted()
    expect(await stream(1, 1)).toEqual([1])
  })

  it('changes along with a change of the stream, four times a second at most', async () => {
    mounted()
    const written = await stream(100, 20)
    expect(written.length).toBeGreaterThanOrEqual(7)
    expect(written.length).toBeLessThanOrEqual(9)
  })

  it('has the last value once the stream has ended', async () => {
    mounted()
    await stream(10, 20)
    await vi.advanceTimersByTimeAsync(300)
    expect(calm.value).toBe(10)
  })

  it('is left alone after its component', async () => {
    mounted()
    await stream(3, 20)
    const before = calm.value
    component.unmount()
    await vi.advanceTimersByTimeAsync(1000)
    expect(calm.value).toBe(before)
  })

  it('changes with the engine’s news while there are any, whichever comes first', async () => {
    mounted()
    newsCame(true)
    await stream(1, 1)
    expect(calm.value).toBe(1) // the news came just before it
    expect(await stream(30, 10)).toEqual([1]) // as before
    newsCame(true)
    expect(calm.value).toBe(31)
    await stream(5, 10)
    newsCame(true)
    expect(calm.value).toBe(31) // too soon to be read
    await vi.advanceTimersByTimeAsync(1200)
    expect(calm.value).toBe(31) // the next news may still come
    await vi.advanceTimersByTimeAsync(100)
    expect(calm.value).toBe(36)
  })

  it('does not wait for news that no longer come', async () => {
    mounted()
    newsCame(true)
    await vi.advanceTimersByTimeAsync(1400)
    expect(await stream(1, 1)).toEqual([1])
  })

  it('waits no longer once the engine has come to rest', async () => {
    mounted()
    newsCame(true)
    await stream(20, 10)
    newsCame(false)
    expect(calm.value).toBe(20)
    await vi.advanceTimersByTimeAsync(250)
    expect(await stream(1, 1)).toEqual([21])
  })
})
