import { blocks } from '@shared/catalogue/registry'
import { Random } from '@shared/math/random'
import { describe, expect, it } from 'vitest'
import { create } from './support/blocks'
import { relativeError } from './support/compare'
import { flowOf, run } from './support/runs'

const planar = (dims: number) =>
  flowOf(dims, [
    create(
      blocks.find(({ type }) => type === 'planar')!,
      dims,
    ),
  ])

/** θ with wᵀu = along, which sets k: large for a strong push, near −1 for a pull that nearly folds space. */
function thetaFor(along: number, random: Random): Float64Array {
  const w = Float64Array.of(random.normal(), random.normal())
  const square = w[0] ** 2 + w[1] ** 2
  const b = 3 * random.normal()
  return Float64Array.of((along * w[0]) / square, (along * w[1]) / square, ...w, b)
}

describe('the numeric inverse of a planar block', () => {
  it.each([-30, -5, 1, 10, 100])('is exact for points on and far from the hyperplane when wᵀu = %i', (along) => {
    const random = new Random(1)
    for (let trial = 0; trial < 50; trial++) {
      const theta = thetaFor(along, random)
      const near = Float64Array.from({ length: 40 }, () => random.normal() * 10 ** (4 * random.uniform() - 3))
      const there = run(planar(2), theta, 'inverse', near)
      const back = run(planar(2), theta, 'forward', Float64Array.from(there.value))
      expect(relativeError(back.value, near)).toBeLessThan(1e-9)
    }
  })
})
