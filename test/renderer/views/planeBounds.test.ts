// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { defineComponent, h, nextTick, ref, shallowRef } from 'vue'
import { usePlaneBounds, type PlaneBounds } from '../../../src/renderer/views/use/usePlaneBounds'

/** The composable in a component, over columns that come in a new array whenever `turn` changes. */
function inComponent(): { plane: PlaneBounds; turn: { value: number }; far: { value: number } } {
  let plane!: PlaneBounds
  const [turn, far] = [ref(0), ref(1)]
  mount(
    defineComponent(() => {
      const size = shallowRef({ width: 400, height: 400 })
      plane = usePlaneBounds(
        () =>
          turn.value >= 0
            ? [
                { min: 0, max: far.value },
                { min: 0, max: 1 },
              ]
            : null,
        size,
      )
      return () => h('div')
    }),
  )
  return { plane, turn, far }
}

describe('panning and zooming a plane', () => {
  it('stay where the person put them while the same columns are handed in again', async () => {
    const { plane, turn } = inComponent()
    plane.gestures.onKeydown(new KeyboardEvent('keydown', { key: '+' }))
    const zoomed = plane.bounds.value
    expect(plane.atHome.value).toBe(false)
    turn.value++
    await nextTick()
    expect(plane.bounds.value).toEqual(zoomed)
  })

  it('start anew for other columns, and on request', async () => {
    const { plane, far } = inComponent()
    const home = plane.bounds.value
    plane.gestures.onKeydown(new KeyboardEvent('keydown', { key: 'ArrowLeft' }))
    expect(plane.bounds.value).not.toEqual(home)
    plane.gestures.onKeydown(new KeyboardEvent('keydown', { key: '0' }))
    expect(plane.bounds.value).toEqual(home)
    far.value = 50
    await nextTick()
    expect(plane.bounds.value[1]).toBeGreaterThan(50)
    expect(plane.settled.value).toEqual(plane.bounds.value)
  })

  it('ask for new frames only once a gesture has come to rest', () => {
    const { plane } = inComponent()
    const before = plane.settled.value
    plane.gestures.onKeydown(new KeyboardEvent('keydown', { key: '-' }))
    expect(plane.settled.value).toBe(before)
  })
})
