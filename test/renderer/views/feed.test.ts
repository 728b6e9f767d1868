import { afterEach, describe, expect, it } from 'vitest'
import { effectScope, nextTick, shallowRef } from 'vue'
import { useFeed } from '../../../src/renderer/views/use/useFeed'

interface Scene {
  readonly points: Float32Array
  readonly layer: number
}
type Given = { readonly points: Float32Array } | { readonly layer: number }

const scope = effectScope()
afterEach(() => {
  scope.stop()
})

describe('what a picture is fed', () => {
  it('is what has changed of a scene, and all of it where the picture is another', async () => {
    const points = Float32Array.of(1, 2)
    const scene = shallowRef<Scene>({ points, layer: 0 })
    const picture = shallowRef<{ readonly given: Given[] } | null>(null)
    let draws = 0
    scope.run(() => {
      const feed = useFeed(picture, () => draws++)
      feed(
        () => scene.value.points,
        (to, value) => to.given.push({ points: value }),
      )
      feed(
        () => scene.value.layer,
        (to, value) => to.given.push({ layer: value }),
      )
    })
    scene.value = { points, layer: 1 }
    await nextTick()
    expect(draws).toBe(0) // there is nothing to draw on

    const first = { given: [] as Given[] }
    picture.value = first
    await nextTick()
    expect(first.given).toEqual([{ points }, { layer: 1 }])

    scene.value = { points, layer: 2 }
    await nextTick()
    expect(first.given.slice(2)).toEqual([{ layer: 2 }])
    expect(draws).toBe(3)

    const second = { given: [] as Given[] }
    picture.value = second
    await nextTick()
    expect(second.given).toEqual([{ points }, { layer: 2 }])
  })
})
