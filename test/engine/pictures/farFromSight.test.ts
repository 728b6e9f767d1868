import { describe, expect, it } from 'vitest'
import { DensityEye } from '@shared/engine/pictures/eyes'
import { farFromSight } from '@shared/engine/pictures/farFromSight'
import { SparseGrid, strideOf } from '@shared/engine/pictures/sparseGrid'

const N = 96
/** Of the first lattice. */
const STRIDE = strideOf(N)
const FAR = 12
/** A peak of log p at a column, falling by so many nats a node. */
const peakAt = (column: number, slope = 0.5): Float32Array =>
  Float32Array.from({ length: N * N }, (_, k) => -slope * Math.hypot((k % N) - column, Math.floor(k / N) - 48))

/** A picture of `now` after one of `last`, and the nodes that it asked for. */
function drawn(last: Float32Array, now: Float32Array, picture: number, budget = 3000) {
  const grid = new SparseGrid(N, new DensityEye(), budget, 1, farFromSight(last, N, STRIDE, picture, FAR))
  const asked = new Set<number>()
  for (const { nodes, values } of grid.rounds())
    for (let k = 0; k < values.length; k++) {
      const [column, row] = [Math.min(N - 1, nodes[2 * k]), Math.min(N - 1, nodes[2 * k + 1])]
      values[k] = now[row * N + column]
      asked.add(row * N + column)
    }
  return { asked, values: grid.values(), computed: grid.computed }
}

describe('what is far from sight', () => {
  it('is kept from the last picture, a quarter of it computed each time, and all by the fourth', () => {
    const picture = peakAt(20)
    const first = drawn(picture, picture, 0)
    const all = new Set([0, 1, 2, 3].flatMap((k) => [...drawn(picture, picture, k).asked]))
    expect(first.computed).toBeLessThan(0.7 * 25 ** 2)
    for (let row = 0; row < N; row += STRIDE)
      for (let column = 0; column < N; column += STRIDE) expect(all).toContain(row * N + column)
  })

  it('is never what is seen, nor what has come near enough to be', () => {
    const [last, now] = [peakAt(20, 2), peakAt(23, 2)] // six nats in one picture, at places that were 18 below
    for (const picture of [0, 1, 2, 3]) {
      const { values } = drawn(last, now, picture)
      let seen = 0
      for (let row = 0; row < N; row += STRIDE)
        for (let column = 0; column < N; column += STRIDE) {
          const k = row * N + column
          if (now[k] < -FAR) continue
          seen++
          expect(values[k]).toBe(now[k])
        }
      expect(seen).toBeGreaterThan(5)
    }
  })

  it('holds no number that is none: those are computed each time', () => {
    const last = peakAt(20)
    const node = 23 * STRIDE * (N + 1)
    last[node] = NaN
    for (const picture of [0, 1, 2, 3]) expect(drawn(last, last, picture).asked).toContain(node)
  })

  it('does not lend its rows to what is in doubt', () => {
    const rough = Float32Array.from(peakAt(20), (value, k) => value + ((k * 7919) % 13) / 4)
    const kept = 25 ** 2 - drawn(rough, rough, 0, 0).computed
    expect(kept).toBeGreaterThan(150)
    const { computed } = drawn(rough, rough, 0, 1500)
    expect(computed).toBeGreaterThan(1500 - kept - 50) // there is doubt enough for all rows
    expect(computed).toBeLessThanOrEqual(1500 - kept)
  })
})

describe('an eye for p', () => {
  it('sees nothing 7 nats below the peak, and less than one for log p above that', () => {
    const [p, logP] = [new DensityEye('density'), new DensityEye('log')]
    for (const eye of [p, logP]) eye.see(Float32Array.of(0))
    expect([p.isBlind(-6.9), p.isBlind(-7.1), logP.isBlind(-7.1), logP.isBlind(-12.1)]).toEqual([
      false,
      true,
      false,
      true,
    ])
    expect(p.tolerance(-6)).toBeCloseTo(Math.exp(6) / 256)
    expect(logP.tolerance(-6)).toBe(0.25)
    expect(p.tolerance(-2)).toBe(logP.tolerance(-2))
  })
})
