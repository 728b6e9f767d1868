// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import {
  alike,
  closed,
  CLOSED,
  fitted,
  isLeft,
  LayoutSchema,
  measures,
  moved,
  presets,
  resized,
  type Column,
} from '../../../src/renderer/layout/layout'
import { useLayoutStore } from '../../../src/renderer/layout/layoutStore'

const { design } = presets

describe('a layout', () => {
  it('keeps a panel between its least and greatest size, and closes one that is dragged shut', () => {
    expect(resized(design, 'stack', 9999).sizes.stack).toBe(measures.stack.max)
    expect(resized(design, 'stack', measures.stack.min - 10).sizes.stack).toBe(measures.stack.min)
    const shut = resized(design, 'stack', 40)
    expect(shut.closed).toEqual(['stack'])
    expect(resized(shut, 'stack', 300)).toMatchObject({ closed: [], sizes: { stack: 300 } })
  })

  it('moves a column to any place, and no other loses its order', () => {
    expect(moved(design, 'inspector', 0).order).toEqual(['inspector', 'palette', 'stack', 'picture'])
    expect(moved(design, 'palette', 99).order).toEqual(['stack', 'picture', 'inspector', 'palette'])
    expect(isLeft(moved(design, 'palette', 99), 'palette')).toBe(false)
  })

  it('is like another that differs in closed panels only', () => {
    const shut = closed(design, 'stack')
    expect(alike(shut, { ...shut, sizes: { ...shut.sizes, stack: 600 } })).toBe(true)
    expect(alike(design, shut)).toBe(false)
    expect(alike(presets.present, presets.train)).toBe(false)
  })

  it.each([900, 1100, 1280, 1440, 2560])('leaves room for the picture in a window of %i', (width) => {
    const large = {
      ...design,
      sizes: Object.fromEntries(
        Object.entries(measures).map(([panel, { max }]) => [panel, max]),
      ) as typeof design.sizes,
    }
    const shown: readonly Column[] = width < 1280 ? ['palette', 'stack', 'picture'] : design.order
    const sizes = fitted(large, width, shown)
    const taken = shown.reduce((sum, column) => sum + (column === 'picture' ? 0 : sizes[column]), 0)
    expect(width - taken).toBeGreaterThanOrEqual(440)
    for (const panel of ['palette', 'stack', 'inspector'] as const) {
      expect(sizes[panel]).toBeGreaterThanOrEqual(measures[panel].min)
    }
    expect(fitted(design, 1440, design.order)).toEqual(design.sizes)
    expect(fitted(closed(large, 'stack'), 1440, design.order).palette).toBeGreaterThan(sizes.palette - CLOSED.stack)
  })

  it('is read as it is written, and nothing else is', () => {
    for (const preset of Object.values(presets)) expect(LayoutSchema.parse(preset)).toEqual(preset)
    for (const broken of [
      { ...design, order: ['palette', 'palette', 'picture', 'stack'] },
      { ...design, sizes: { ...design.sizes, run: 4000 } },
      { ...design, closed: ['picture'] },
    ]) {
      expect(LayoutSchema.safeParse(broken).success).toBe(false)
    }
  })
})

describe('the layout of the screen', () => {
  const restart = () => {
    setActivePinia(createPinia())
    return useLayoutStore()
  }
  const resizeWindow = (width: number): void => {
    window.innerWidth = width
    window.dispatchEvent(new Event('resize'))
  }
  beforeEach(() => {
    localStorage.clear()
    window.innerWidth = 1440
  })

  it('comes back as it was left', async () => {
    const layout = restart()
    layout.resize('stack', 420)
    layout.toggle('run')
    layout.shift('inspector', -1)
    const before = layout.layout
    await nextTick()
    expect(restart().layout).toEqual(before)
  })

  it('is another in a window of another class of widths', () => {
    const layout = restart()
    layout.resize('stack', 420)
    resizeWindow(1100)
    expect(layout.sizes.stack).toBe(380)
    expect(layout.order).not.toContain('inspector')
    layout.resize('stack', 300)
    resizeWindow(1500)
    expect(layout.sizes.stack).toBe(420)
  })

  it('is kept by a name, and found again by it', async () => {
    const layout = restart()
    layout.use(presets.train, 'Train')
    layout.resize('run', 200)
    layout.save('Mine')
    expect(layout.isOwn('Mine')).toBe(true)
    layout.use(presets.design, 'Design')
    expect(layout.isPreset('design')).toBe(true)
    await nextTick()
    const [own] = restart().own
    expect(own.name).toBe('Mine')
    expect(own.layout.sizes.run).toBe(200)
  })

  it('starts afresh from what makes no sense', () => {
    for (const kept of ['nonsense', '[]', '{"now":{"usual":{}},"own":[]}']) {
      localStorage.setItem('diffeo/layout', kept)
      expect(restart().isPreset('design')).toBe(true)
    }
  })
})
