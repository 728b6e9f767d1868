// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { TooltipProvider } from 'reka-ui'
import { describe, expect, it, vi } from 'vitest'
import { defineComponent, h, nextTick, shallowRef } from 'vue'
import { netOver } from '../../../../src/renderer/views/layers/net'
import ContourLabels from '../../../../src/renderer/views/parts/ContourLabels.vue'
import LayerScrubber from '../../../../src/renderer/views/parts/LayerScrubber.vue'
import LayerStops from '../../../../src/renderer/views/parts/LayerStops.vue'
import type { LayersScene } from '../../../../src/renderer/views/use/useLayers'
import { openedWith } from '../../fakeEngine'

const stops = ['z', '1 Affine', 'x, after 2 Affine'].map((name) => ({ name, colour: 'red', help: name }))

class Observer {
  observe(): void {
    // nothing changes its size
  }
  disconnect(): void {
    // nothing is held
  }
}

describe('while t moves', () => {
  it('the scrubber moves its handle by a transform, and leaves its stops alone', async () => {
    vi.stubGlobal('ResizeObserver', Observer)
    const t = shallowRef(0.5)
    const drawn = vi.fn<() => void>()
    const wrapper = mount(
      defineComponent(
        () => () => h(TooltipProvider, () => h(LayerScrubber, { stops, modelValue: t.value, onVnodeUpdated: drawn })),
      ),
    )
    const stopsBefore = wrapper.getComponent(LayerStops).vm.$.subTree
    t.value = 1
    await nextTick()
    expect(drawn).toHaveBeenCalled()
    const { transform, left } = wrapper.get<HTMLElement>('.handle').element.style
    expect(transform).toBe('translate(calc(50.000cqw - 50%), -50%)')
    expect(left).toBe('')
    expect(wrapper.getComponent(LayerStops).vm.$.subTree).toBe(stopsBefore)
    vi.unstubAllGlobals()
  })

  it('labels of contours are moved by a transform, and stay the same text', async () => {
    const opened = openedWith(2)
    const net = netOver(2, 3, opened.data.units, true)
    const count = net.rows.length / 2
    const positions = Float32Array.from([...net.rows, ...net.rows.map((value) => 2 * value)])
    const netPaths = {
      step: 0,
      dims: 2,
      count,
      blocks: 1,
      t: Float32Array.of(0, 1),
      positions,
      logDet: new Float32Array(2 * count),
    }
    const scene: LayersScene = {
      opened,
      particles: null,
      netPaths,
      net,
      data: new Float32Array(0),
      t: 0,
      marked: null,
      ranges: [],
    }
    const project = (places: Float32Array): Float32Array => places.map((value) => 100 * value)
    const wrapper = mount(ContourLabels, { props: { scene, size: { width: 1000, height: 1000 }, project } })
    const text = wrapper.get('text')
    const before = text.attributes('transform')
    await wrapper.setProps({ scene: { ...scene, t: 0.5 } })
    expect(wrapper.get('text').element).toBe(text.element)
    expect(text.attributes('transform')).not.toBe(before)
    expect(text.attributes('x')).toBeUndefined()

    // at the edge they move inwards, beyond it there are none
    const at = async (x: number): Promise<string[]> => {
      await wrapper.setProps({ size: { width: 300, height: 300 }, project: () => Float32Array.of(x, 100) })
      return wrapper.findAll('text').map((label) => label.attributes('transform') ?? '')
    }
    expect(await at(295)).toEqual(['translate(282.0 96.0)'])
    expect(await at(305)).toEqual([])
  })
})
