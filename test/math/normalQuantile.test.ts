import { normalCdf, normalTail } from '@shared/math/normalCdf'
import { normalQuantile } from '@shared/math/normalQuantile'
import { describe, expect, it } from 'vitest'

describe('the normal quantile', () => {
  it.each([0.5, 0.51, 0.9, 0.975, 1e-3, 1e-8, 1e-100])('is where Φ has %f', (p) => {
    const x = normalQuantile(p)
    const reached = p < 0.5 ? normalTail(-x) : normalCdf(x)
    expect(Math.abs(reached / p - 1)).toBeLessThan(1e-9)
  })

  it('has known values', () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 11)
    expect(normalQuantile(1e-10)).toBeCloseTo(-6.361340902404056, 9)
  })
})
