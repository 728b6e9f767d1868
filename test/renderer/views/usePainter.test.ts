// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, nextTick, ref, type Ref } from 'vue'
import { canvasKey, usePainter, type PainterHandle } from '../../../src/renderer/views/use/usePainter'

interface Picture {
  readonly by: 'canvas' | 'apart'
  readonly on: HTMLCanvasElement
  dispose(): void
}

/** A component with a picture that the processor paints. */
function painted() {
  const breaks: (() => void)[] = []
  const disposed: Picture['by'][] = []
  const make = (by: Picture['by'], on: HTMLCanvasElement): Picture => ({ by, on, dispose: () => disposed.push(by) })
  let handle!: PainterHandle<Picture>
  const component = mount(
    defineComponent({
      setup() {
        const canvas: Ref<HTMLCanvasElement | null> = ref(null)
        handle = usePainter<Picture>(
          canvas,
          {
            canvas: (on) => make('canvas', on),
            apart: (on, onBroken) => {
              breaks.push(onBroken)
              return make('apart', on)
            },
          },
          () => undefined,
        )
        return () => h('canvas', { key: canvasKey(handle.drawnBy.value), ref: canvas })
      },
    }),
  )
  return { component, handle, breaks, disposed }
}

describe('what paints where the processor does', () => {
  beforeEach(() => {
    setActivePinia(createPinia())
    vi.stubGlobal('Worker', vi.fn())
    Reflect.set(HTMLCanvasElement.prototype, 'transferControlToOffscreen', () => ({}))
  })
  afterEach(() => {
    vi.unstubAllGlobals()
    Reflect.deleteProperty(HTMLCanvasElement.prototype, 'transferControlToOffscreen')
  })

  it('is a thread apart, and the page on another canvas once that has failed', async () => {
    const { component, handle, breaks, disposed } = painted()
    await nextTick()
    const first = handle.picture.value!
    expect([first.by, handle.drawnBy.value]).toEqual(['apart', 'canvas-apart'])
    breaks[0]!()
    await nextTick()
    await nextTick()
    const second = handle.picture.value!
    expect([second.by, handle.drawnBy.value]).toEqual(['canvas', 'canvas'])
    expect(second.on).not.toBe(first.on)
    expect(second.on).toBe(component.element)
    component.unmount()
    expect(disposed).toEqual(['apart', 'canvas'])
  })

  it('is the page where there is no way to hand a canvas over', async () => {
    Reflect.deleteProperty(HTMLCanvasElement.prototype, 'transferControlToOffscreen')
    const { handle } = painted()
    await nextTick()
    expect([handle.picture.value!.by, handle.drawnBy.value]).toEqual(['canvas', 'canvas'])
  })
})
