// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { defineComponent, h, nextTick, ref, shallowRef, watch } from 'vue'
import { usePlaneBounds, type PlaneBounds } from '../../../src/renderer/views/use/usePlaneBounds'
import { providePlaneLink } from '../../../src/renderer/views/use/usePlaneLink'

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

/** Two planes under one link; the second comes when it is told to, and is laid out later still, as on the screen. */
function linked() {
  const planes: PlaneBounds[] = []
  const [both, laidOut] = [ref(false), ref(false)]
  const columns = [
    { min: 0, max: 1 },
    { min: 0, max: 1 },
  ] as const
  const plane = (late: boolean) =>
    defineComponent(() => {
      const size = shallowRef({ width: late ? 0 : 400, height: late ? 0 : 400 })
      watch(laidOut, () => (size.value = { width: 400, height: 400 }))
      planes.push(usePlaneBounds(() => columns, size))
      return () => h('div')
    })
  const [first, second] = [plane(false), plane(true)]
  mount(
    defineComponent(() => {
      providePlaneLink()
      return () => [h(first), both.value ? h(second) : null]
    }),
  )
  const press = (at: number, key: string): void => {
    planes[at].gestures.onKeydown(new KeyboardEvent('keydown', { key }))
  }
  async function add(): Promise<void> {
    both.value = true
    await nextTick()
    laidOut.value = true
    await nextTick()
    await nextTick()
  }
  return { planes, press, add }
}

describe('linked planes', () => {
  it('are moved together, whichever of them the hand moves, and go home together', async () => {
    const { planes, press, add } = linked()
    await add()
    for (const [at, key] of [
      [0, '+'],
      [1, 'ArrowLeft'],
      [0, '0'],
    ] as const) {
      press(at, key)
      expect(planes[1].bounds.value).toEqual(planes[0].bounds.value)
      expect(planes.map(({ atHome }) => atHome.value)).toEqual([key === '0', key === '0'])
    }
  })

  it('begin where the other one is', async () => {
    const { planes, press, add } = linked()
    press(0, '+')
    await add()
    expect(planes[1].bounds.value).toEqual(planes[0].bounds.value)
    expect(planes[1].atHome.value).toBe(false)
  })
})
