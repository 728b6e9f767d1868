import { logGamma } from '@shared/math/logGamma'
import { describe, expect, it } from 'vitest'

describe('logGamma', () => {
  it('is the logarithm of the factorial at whole numbers', () => {
    let factorial = 1
    for (let n = 1; n < 60; n++) {
      expect(Math.abs(logGamma(n) - Math.log(factorial))).toBeLessThan(1e-13 * (1 + Math.log(factorial)))
      factorial *= n
    }
  })

  it('is ln √π at one half, and ln Γ(x + 1) = ln x + ln Γ(x) everywhere', () => {
    expect(logGamma(0.5)).toBeCloseTo(0.5 * Math.log(Math.PI), 14)
    for (const x of [1e-3, 0.1, 0.3, 0.49, 0.51, 1.5, 2.7, 33.3, 150.5])
      expect(Math.abs(logGamma(x + 1) - logGamma(x) - Math.log(x))).toBeLessThan(1e-12)
  })
})
