// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import LossNumbers from '../../../src/renderer/charts/LossNumbers.vue'
import { lossParts } from '../../../src/renderer/charts/lossParts'
import { useEngineStore } from '../../../src/renderer/stores/engineStore'
import { RunHistory } from '../../../src/renderer/stores/run/history'
import { FakeEngine, metrics, status } from '../fakeEngine'

const batch = (first: number, nll: readonly number[], energy: readonly number[]) => ({
  ...metrics(
    first,
    nll.map((value, i) => value + energy[i]),
  ),
  parts: { NLL: Float64Array.from(nll), 'free energy': Float64Array.from(energy) },
})

describe('the parts of the loss on the screen', () => {
  it('grow with the run, go back with it, and are means of its last steps', () => {
    const history = new RunHistory()
    expect(lossParts(history)).toEqual([])
    history.append(batch(1, [1, 3], [5, 5]))
    history.append(batch(3, [8], [6]))
    expect(lossParts(history)).toEqual([
      { name: 'NLL', value: 4 },
      { name: 'free energy', value: 16 / 3 },
    ])
    history.append(batch(2, [2], [1])) // it went on from a checkpoint
    expect([...history.parts.get('NLL')!.values]).toEqual([1, 2])
    history.clear()
    expect(lossParts(history)).toEqual([])
  })

  it('stand beside the numbers of the loss', async () => {
    setActivePinia(createPinia())
    const [engine, fake] = [useEngineStore(), new FakeEngine()]
    await engine.connect(fake)
    const numbers = mount(LossNumbers)
    expect(numbers.find('[data-testid=loss-parts]').exists()).toBe(false)
    fake.emit({ event: 'metrics', metrics: batch(1, [1.25], [-0.5]) })
    fake.emit({ event: 'status', status: status({ kind: 'training' }, 1) })
    await nextTick()
    const text = numbers.get('[data-testid=loss-parts]').text()
    expect(text).toContain('NLL1.250')
    expect(text).toContain('free energy\u22120.500')
  })
})
