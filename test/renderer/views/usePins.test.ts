// @vitest-environment happy-dom
import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, nextTick, shallowRef } from 'vue'
import type { Probe } from '@shared/rpc/protocol'
import { newsCame } from '../../../src/renderer/use/useCalm'
import { usePins } from '../../../src/renderer/views/use/usePins'

const frame = shallowRef(0)
const asked: number[][] = []
let wrapper: VueWrapper
let held: ReturnType<typeof usePins>

/** log p is x + y, z is (y, x), log|det J| is the count of questions so far. */
function probe(points: Float64Array<ArrayBuffer>): Promise<Probe> {
  asked.push([...points])
  const n = points.length / 2
  const of = <T>(f: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => f(i))
  return Promise.resolve({
    logDensity: Float64Array.from(of((i) => points[2 * i] + points[2 * i + 1])),
    latent: Float64Array.from(of((i) => [points[2 * i + 1], points[2 * i]]).flat()),
    logDet: Float64Array.from(of(() => asked.length)),
  })
}

beforeEach(() => {
  vi.useFakeTimers()
  newsCame(false) // whatever engines of other tests have said
  asked.length = 0
  wrapper = mount(
    defineComponent({
      setup() {
        held = usePins(() => frame.value, probe)
        return () => h('i')
      },
    }),
  )
})
afterEach(() => {
  wrapper.unmount()
  vi.useRealTimers()
})

describe('pinned places', () => {
  it('have the exact values of the engine at once', async () => {
    held.add(1, 2)
    held.add(3, 4)
    await vi.advanceTimersByTimeAsync(0)
    expect(held.values.value.get(1)).toMatchObject({ logDensity: 3, latent: [2, 1] })
    expect(held.values.value.get(2)).toMatchObject({ logDensity: 7, latent: [4, 3] })
    held.remove(1)
    await vi.advanceTimersByTimeAsync(0)
    expect([...held.values.value.keys()]).toEqual([2])
    held.clear()
    expect(held.pins.value).toEqual([])
    expect(held.values.value.size).toBe(0)
  })

  it('are asked for all together, at most twice a second while pictures come, and once more at their end', async () => {
    held.add(1, 2)
    held.add(3, 4)
    await vi.advanceTimersByTimeAsync(1000)
    asked.length = 0
    for (let i = 0; i < 40; i++) {
      frame.value++
      await nextTick()
      await vi.advanceTimersByTimeAsync(50)
    }
    expect(asked.length).toBeGreaterThanOrEqual(3)
    expect(asked.length).toBeLessThanOrEqual(5)
    expect(asked[0]).toEqual([1, 2, 3, 4])
    const during = asked.length
    await vi.advanceTimersByTimeAsync(1000)
    expect(asked.length).toBe(during + 1)
  })

  it('are no question while there are none', async () => {
    frame.value++
    await vi.advanceTimersByTimeAsync(1000)
    expect(asked).toEqual([])
  })
})
