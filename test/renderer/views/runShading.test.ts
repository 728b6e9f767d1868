// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { defineComponent, nextTick, shallowRef, type ComputedRef } from 'vue'
import { useMomentStore } from '../../../src/renderer/views/momentStore'
import type { Shading } from '../../../src/renderer/views/picture/planePicture'
import type { ShownRun } from '../../../src/renderer/views/runChoice'
import { provideSide } from '../../../src/renderer/views/use/useMoment'
import { useShading, type ShadedFrame } from '../../../src/renderer/views/use/useShading'

/** A density that is the same everywhere. */
const flat = (p: number): ShadedFrame => ({
  grid: { logDensity: new Float32Array(16).fill(Math.log(p)) },
  levels: { mass: 1, doubt: 0, logDensity: [] },
})

describe('the colours of a density', () => {
  beforeEach(() => {
    setActivePinia(createPinia())
  })

  it('stay from frame to frame of a run, and begin anew with the first frame of another', async () => {
    const frame = shallowRef<ShadedFrame | null>(flat(1))
    let shading!: ComputedRef<Shading | null>
    const Stage = defineComponent(() => {
      shading = useShading(frame)
      return () => null
    })
    mount(defineComponent({ components: { Stage }, setup: () => { provideSide(() => 'left') }, template: '<Stage />' })) // prettier-ignore
    const top = async (p: number): Promise<number> => {
      frame.value = flat(p)
      await nextTick()
      return shading.value!.range.high
    }
    expect(await top(1)).toBeCloseTo(1, 6)
    expect(await top(1.05)).toBeCloseTo(1, 6)
    useMomentStore().runs.left = { run: 1 } as ShownRun
    await nextTick()
    expect(shading.value!.range.high).toBeCloseTo(1, 6)
    expect(await top(1.04)).toBeCloseTo(1.04, 6)
    expect(await top(1.08)).toBeCloseTo(1.04, 6)
  })
})
