// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { defineComponent, h, shallowRef } from 'vue'
import { usePicking } from '../../../../src/renderer/views/use/usePicking'
import { somePaths } from '../../../../src/renderer/views/layers/paths'
import { MOST_FOLLOWED } from '../../../../src/renderer/views/selectionStore'
import { baseDraws, type LayersScene } from '../../../../src/renderer/views/use/useLayers'
import { openedWith } from '../../fakeEngine'

/** Three particles through one block, drawn at ten pixels a unit. */
function inComponent(t: number, picked: readonly number[] = []) {
  const particles = {
    step: 0,
    dims: 2,
    count: 3,
    blocks: 1,
    t: Float32Array.of(0, 1),
    positions: Float32Array.from([0, 0, 5, 5, 9, 9, 2, 0, 5, 7, 0, 0]),
    logDet: new Float32Array(6),
  }
  const scene = shallowRef<LayersScene>({
    opened: openedWith(2),
    particles,
    netPaths: null,
    net: null,
    data: new Float32Array(0),
    t,
    marked: picked.length === 0 ? null : { source: baseDraws, rows: picked, paths: somePaths(particles, picked) },
    ranges: [],
  })
  const emit = { pick: vi.fn<(row: number) => void>(), clear: vi.fn<() => void>() }
  const size = shallowRef({ width: 100, height: 100 })
  let picking!: ReturnType<typeof usePicking>
  mount(
    defineComponent(() => {
      picking = usePicking(() => scene.value, () => size.value, (places) => places.map((value) => 10 * value), emit) // prettier-ignore
      return () => h('div')
    }),
  )
  const at = (x: number, y: number): PointerEvent =>
    ({ clientX: x, clientY: y, offsetX: x, offsetY: y, button: 0 }) as PointerEvent
  const press = (key: string): KeyboardEvent => {
    const event = new KeyboardEvent('keydown', { key, cancelable: true })
    picking.gestures.keydown(event)
    return event
  }
  return { ...picking, scene, emit, at, press }
}

describe('picking a particle', () => {
  it('takes the one nearest to a click, where it is at t', () => {
    const start = inComponent(0)
    start.gestures.pointerdown(start.at(52, 55))
    start.gestures.pointerup(start.at(52, 55))
    expect(start.emit.pick).toHaveBeenCalledExactlyOnceWith(1)

    const between = inComponent(0.5) // the first is at (10, 0) now
    between.gestures.pointerdown(between.at(12, 3))
    between.gestures.pointerup(between.at(12, 3))
    expect(between.emit.pick).toHaveBeenCalledExactlyOnceWith(0)
  })

  it('takes none far from a click, and none at the end of a drag', () => {
    const { gestures, emit, at } = inComponent(0)
    gestures.pointerdown(at(70, 30))
    gestures.pointerup(at(70, 30))
    gestures.pointerdown(at(20, 50))
    gestures.pointerup(at(50, 50))
    expect(emit.pick).not.toHaveBeenCalled()
  })

  it('takes the one nearest to the middle on Enter', () => {
    const { press, emit } = inComponent(0)
    expect(press('Enter').defaultPrevented).toBe(true)
    expect(emit.pick).toHaveBeenCalledExactlyOnceWith(1)
  })

  it('lets go on Escape, which means something else while nothing is picked', () => {
    const some = inComponent(0, [2])
    expect(some.press('Escape').defaultPrevented).toBe(true)
    expect(some.emit.clear).toHaveBeenCalledOnce()
    expect(inComponent(0).press('Escape').defaultPrevented).toBe(false)
  })

  it('gives the path of each picked one on the screen', () => {
    const { paths } = inComponent(0, [2, 0])
    const t = Float32Array.of(0, 1)
    expect(paths.value).toEqual([
      { row: 2, points: Float32Array.from([90, 90, 0, 0]), t },
      { row: 0, points: Float32Array.from([0, 0, 20, 0]), t },
    ])
  })

  it('gives none of more than can be told apart', () => {
    const many = Array.from({ length: MOST_FOLLOWED + 1 }, (_, i) => i % 3)
    expect(inComponent(0, many).paths.value).toEqual([])
  })

  it('leaves its paths as they are while t moves', () => {
    const { paths, scene } = inComponent(0, [1])
    const before = paths.value
    scene.value = { ...scene.value, t: 0.5 }
    expect(paths.value).toBe(before)
  })
})
