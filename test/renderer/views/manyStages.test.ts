// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { TooltipProvider } from 'reka-ui'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { h, nextTick, type Component } from 'vue'
import { Random } from '@shared/math/random'
import { noRuns, type Opened, type View } from '@shared/rpc/protocol'
import { useEngineStore } from '../../../src/renderer/stores/engineStore'
import { useStageStore } from '../../../src/renderer/views/stageStore'
import ChangeStage from '../../../src/renderer/views/stages/ChangeStage.vue'
import CornerStage from '../../../src/renderer/views/stages/CornerStage.vue'
import LatentStage from '../../../src/renderer/views/stages/LatentStage.vue'
import ParallelStage from '../../../src/renderer/views/stages/ParallelStage.vue'
import { FakeEngine, noMetrics, openedWith, status } from '../fakeEngine'

/** Rows of which the first two columns are one and the same. */
function openedRows(dims: number, rows = 400): Opened {
  const random = new Random(1)
  const opened = openedWith(dims, rows)
  const { preview } = opened.data
  for (let i = 0; i < preview.length; i++) preview[i] = i % dims === 1 ? preview[i - 1]! : 0.3 * random.normal()
  return opened
}

class Observer {
  constructor(private readonly hear: (entries: unknown[]) => void) {}
  observe(): void {
    this.hear([{ contentRect: { width: 600, height: 480 } }])
  }
  disconnect(): void {
    // nothing is held
  }
}

async function stage(component: Component, opened: Opened) {
  const engine = new FakeEngine()
  const attached = {
    document: null,
    opened,
    status: status({ kind: 'ready' }),
    history: noMetrics,
    settings: { precision: 'float32', threads: 'auto' },
    snapshots: { steps: [], bytes: 0, limit: 0 },
    runs: noRuns,
    solvers: [],
    cores: 2,
  }
  engine.answer('attach', () => attached)
  const store = useEngineStore()
  await store.connect(engine)
  const wrapper = mount(
    { render: () => h(TooltipProvider, () => [h('div', { id: 'view-controls' }), h(component, { opened })]) },
    { attachTo: document.body },
  )
  await nextTick()
  await nextTick()
  const watched = (): View[] => (engine.paramsOf('watch').at(-1) as { views: View[] } | undefined)?.views ?? []
  await vi.waitFor(() => {
    expect(watched().length).toBeGreaterThan(0)
  })
  return { engine, wrapper, watched }
}

beforeEach(() => {
  setActivePinia(createPinia())
  vi.stubGlobal('ResizeObserver', Observer)
})
afterEach(() => {
  document.body.innerHTML = ''
  vi.unstubAllGlobals()
})

describe('the change of variables', () => {
  it('writes equal areas of a strip and its image, and moves it by keys', async () => {
    const { engine, wrapper, watched } = await stage(ChangeStage, openedWith(1))
    engine.answer('probe', ({ points }: { points: Float64Array }) => {
      const latent = points.map((x) => (x - 1) / 2)
      const logDet = points.map(() => -Math.log(2))
      return { latent, logDet, logDensity: latent.map((z, i) => (-z * z) / 2 - Math.log(2 * Math.PI) / 2 + logDet[i]!) }
    })
    const [view] = watched()
    if (view?.kind !== 'layers' || view.points.from !== 'given') throw new Error('places of z are asked for')
    const { rows } = view.points
    const positions = new Float32Array(2 * rows.length)
    positions.set(rows)
    positions.set(
      rows.map((z) => 2 * z + 1),
      rows.length,
    )
    const logDet = new Float32Array(2 * rows.length)
    const frame = {
      kind: 'layers',
      view: view.id,
      step: 7,
      dims: 1,
      count: rows.length,
      t: Float32Array.of(0, 1),
      positions,
      logDet,
    } as const
    engine.emit({ event: 'frame', frame })
    await vi.waitFor(() => {
      expect(wrapper.find('[data-testid="area-z"]').exists()).toBe(true)
    })
    const read = (name: string): string => wrapper.get(`[data-testid="${name}"]`).text()
    expect([read('area-z'), read('area-x'), read('stretch')]).toEqual(['0.341', '0.341', '2.000'])
    expect(engine.paramsOf('credit')).toEqual([{ view: view.id }])

    const strip = wrapper.get('[data-testid="change-strip"]')
    expect(strip.attributes('aria-valuetext')).toContain('x1 from 1 to 3 holds 0.341')
    await strip.trigger('keydown', { key: 'ArrowLeft' })
    await strip.trigger('keydown', { key: 'ArrowRight', shiftKey: true })
    expect(Number(strip.attributes('aria-valuenow'))).toBeCloseTo(0.46, 9)
    expect(read('area-z')).toBe(read('area-x'))
    await strip.trigger('keydown', { key: '0' })
    expect(read('area-x')).toBe('0.341')
  })
})

describe('the corner plot', () => {
  it('names a pair with both correlations, and opens it with Enter', async () => {
    const { wrapper } = await stage(CornerStage, openedRows(5))
    expect(wrapper.findAll('.cell')).toHaveLength(15)
    const cell = wrapper.get('[data-testid="corner-0-1"]')
    expect(cell.attributes('aria-label')).toContain('x1 against x2: correlation 1.00 in the data')
    await cell.trigger('keydown', { key: 'ArrowDown' })
    const next = wrapper.get('[data-testid="corner-0-2"]')
    expect(document.activeElement).toBe(next.element)
    await next.trigger('keydown.enter')
    expect(useStageStore().pair).toEqual([0, 2])
    expect(useStageStore().asked).toBe('pairs')
  })

  it('shows eight columns of many to begin with', async () => {
    const { wrapper } = await stage(CornerStage, openedRows(43))
    expect(wrapper.findAll('.cell')).toHaveLength(36)
  })
})

describe('parallel coordinates', () => {
  it('marks the rows inside of a brush made by keys, and says how many', async () => {
    const opened = openedRows(4)
    const { wrapper } = await stage(ParallelStage, opened)
    const track = wrapper.get('[data-testid="axis-0"] .track')
    await track.trigger('keydown', { key: 'Enter' })
    const middle = opened.data.preview.filter((value, i) => i % 4 === 0 && Math.abs(value) <= 0.54).length
    const said = (): string => wrapper.get('[data-testid="parallel-said"]').text()
    expect(said()).toContain(`Marked: ${String(middle)} of 400 data rows`)
    await track.trigger('keydown', { key: 'Delete' })
    expect(said()).not.toContain('Marked')
  })

  it('takes an axis elsewhere by Alt and an arrow, with the focus on it', async () => {
    const { wrapper } = await stage(ParallelStage, openedRows(4))
    const left = (column: number): number =>
      Number.parseFloat((wrapper.get(`[data-testid="axis-${String(column)}"]`).element as HTMLElement).style.left)
    const track = wrapper.get('[data-testid="axis-0"] .track')
    ;(track.element as HTMLElement).focus()
    await track.trigger('keydown', { key: 'ArrowRight', altKey: true })
    expect(left(0)).toBeGreaterThan(left(1))
    expect(document.activeElement).toBe(track.element)
  })
})

describe('the latent view', () => {
  it('checks each coordinate in standardised units, and says what is wrong in words', async () => {
    const opened = openedRows(3)
    const units = { mean: [5, 0, 0], scale: [2, 1, 1] }
    const { engine, wrapper, watched } = await stage(LatentStage, { ...opened, data: { ...opened.data, units } })
    const [view] = watched()
    if (view === undefined) throw new Error('layers are asked for')
    const random = new Random(2)
    const positions = Float32Array.from({ length: 3000 }, (_, i) => {
      const u = random.normal()
      return i % 3 === 0 ? 5 + 2 * u : i % 3 === 1 ? 2 * u : u
    })
    const logDet = new Float32Array(1000)
    const frame = {
      kind: 'layers',
      view: view.id,
      step: 3,
      dims: 3,
      count: 1000,
      t: Float32Array.of(0),
      positions,
      logDet,
    } as const
    // The store hears of units from what is open.
    useEngineStore().opened = { ...opened, data: { ...opened.data, units } }
    engine.emit({ event: 'frame', frame })
    await vi.waitFor(() => {
      expect(wrapper.get('[data-testid="latent-said"]').text()).toBe('z₂ is too wide.')
    })
    const [first] = wrapper.findAll('[data-testid="normality"] tbody tr')
    expect(Math.abs(Number(first!.findAll('td')[0]!.text().replace('−', '-')))).toBeLessThan(0.1)
  })
})
