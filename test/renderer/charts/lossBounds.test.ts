import { expect, it } from 'vitest'
import { lossBounds } from '../../../src/renderer/charts/lossBounds'
import type { LossColumns } from '../../../src/renderer/charts/lossData'

const facts = { least: null, end: 500 }
/** A smoothed loss that falls on and on, and validations at the same steps. */
function bounds(validationAt: (i: number) => number | null): [low: number, high: number] {
  const smooth = Array.from({ length: 500 }, (_, i) => 19 + Math.exp(-i / 100))
  const validation = smooth.map((_, i) => (i % 50 === 49 ? validationAt(i) : null))
  const columns: LossColumns = [smooth.map((_, i) => i), smooth, smooth, validation, []]
  return lossBounds(columns, facts)
}

it('shows a validation that gets worse again, whole', () => {
  const [low, high] = bounds((i) => (i < 250 ? 20 : 20 + i / 250))
  expect(high).toBeGreaterThan(20 + 499 / 250)
  expect(low).toBeLessThan(19.01)
})

it('still leaves out the first validations of a run that only gets better', () => {
  const [, high] = bounds((i) => (i < 100 ? 900 : 19.5))
  expect(high).toBeLessThan(30)
})

it('is not flattened by one that runs away', () => {
  const [usualLow, usualHigh] = bounds((i) => (i < 250 ? 20 : 19.5))
  const [low, high] = bounds((i) => (i === 499 ? 1e6 : 20))
  expect((high - low) / (usualHigh - usualLow)).toBeLessThan(4)
})
