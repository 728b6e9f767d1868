// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { defineComponent, h, nextTick, ref } from 'vue'
import { homeOrbit, type Orbit } from '../../../src/renderer/views/orbit'
import { useOrbit } from '../../../src/renderer/views/use/useOrbit'
import { provideSharedLook } from '../../../src/renderer/views/use/useSharedLook'

type Eye = ReturnType<typeof useOrbit>
const turn = ({ gestures }: Eye) => {
  gestures.keydown(new KeyboardEvent('keydown', { key: 'ArrowLeft' }))
}
const at = ({ orbit }: Eye): Orbit => orbit.value

/** As many stages as `count` says, side by side, newest last. */
function stages(provides: boolean) {
  const eyes: Eye[] = []
  const count = ref(2)
  const Stage = defineComponent(() => {
    eyes.push(useOrbit(() => undefined))
    return () => h('i')
  })
  mount(
    defineComponent(() => {
      if (provides) provideSharedLook()
      return () => Array.from({ length: count.value }, (_, i) => h(Stage, { key: i }))
    }),
  )
  return { eyes, count }
}

describe('stages side by side', () => {
  it('look from the same place, a stage that comes later too', async () => {
    const { eyes, count } = stages(true)
    turn(eyes[1])
    expect(at(eyes[0])).not.toEqual(homeOrbit)
    expect(at(eyes[0])).toEqual(at(eyes[1]))
    count.value = 3
    await nextTick()
    expect(at(eyes[2])).toEqual(at(eyes[0]))
    eyes[2].reset()
    expect(eyes.map(at)).toEqual([homeOrbit, homeOrbit, homeOrbit])
  })

  it('begin at home again once all have gone', async () => {
    const { eyes, count } = stages(true)
    turn(eyes[0])
    count.value = 0
    await nextTick()
    count.value = 1
    await nextTick()
    expect(at(eyes[2])).toEqual(homeOrbit)
  })

  it('each look for themselves where nothing is shared', () => {
    const { eyes } = stages(false)
    turn(eyes[0])
    expect(at(eyes[1])).toEqual(homeOrbit)
  })
})
