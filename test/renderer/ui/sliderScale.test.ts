import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blocks, bases } from '@shared/catalogue/registry'
import type { NumberSetting } from '@shared/catalogue/types'
import { fromFraction, snap, toFraction } from '../../../src/renderer/ui/sliderScale'

const settings = [...blocks, ...bases]
  .flatMap((entry) => entry.settings)
  .filter((setting): setting is NumberSetting => setting.kind === 'number')

describe('a slider', () => {
  it.each(settings.map((setting) => [setting.key, setting] as const))('reaches both ends of %s', (_, setting) => {
    expect(fromFraction(0, setting)).toBe(setting.min)
    expect(fromFraction(1, setting)).toBe(setting.max)
  })

  it('never leaves the range and never decreases along the track, for every setting of the catalogue', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...settings),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (setting, a, b) => {
          const [low, high] = [fromFraction(Math.min(a, b), setting), fromFraction(Math.max(a, b), setting)]
          expect(low).toBeLessThanOrEqual(high)
          expect(low).toBeGreaterThanOrEqual(setting.min)
          expect(high).toBeLessThanOrEqual(setting.max)
          if (setting.integer) expect(Number.isInteger(low)).toBe(true)
        },
      ),
    )
  })

  it('puts a value where it takes it from', () => {
    const range = { min: 1, max: 1024, step: 1, integer: true, scale: 'log' } as const
    for (const value of [1, 2, 16, 64, 500, 1024]) expect(fromFraction(toFraction(value, range), range)).toBe(value)
  })

  it('snaps to multiples of the step', () => {
    expect(snap(1.26, { min: 0.5, max: 50, step: 0.5, integer: false, scale: 'linear' })).toBe(1.5)
    expect(snap(0.30000000000000004, { min: 0, max: 1, step: 0.1, integer: false, scale: 'linear' })).toBe(0.3)
  })
})
