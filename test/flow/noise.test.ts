import { describe, expect, it } from 'vitest'
import type { Bijector } from '@shared/flow/bijector'
import { Flow } from '@shared/flow/flow'
import { drawNoise, drawNoiseOf, noiseInputs, type NoiseInput, type NoiseKind } from '@shared/flow/noise'
import { normal } from '@shared/flow/bases/normal'
import { Random } from '@shared/math/random'
import { Builder } from '@shared/tensor/ir/builder'

/** Shifts by noise where it may, and is the identity where it may not. */
const shaken: Bijector = {
  parameters: [],
  forwardAndLogDet: ({ b, noise }, z) => ({
    value: noise ? b.add(z, noise('shift', 2, 'normal')) : z,
    logDet: b.scalar(0),
  }),
  inverseAndLogDet: ({ b }, x) => ({ value: x, logDet: b.scalar(0) }),
}
const flow = new Flow(2, { id: 'base', of: normal.create({}, 2) }, [{ id: 'shaken', of: shaken }])

function inputsOf(chance: { rows?: number }): readonly NoiseInput[] {
  const b = new Builder()
  const { value } = flow.trace(b, b.input('theta', [1]), chance).forward(b.rows('z', [5, 2]))
  return noiseInputs(b.program('forward', { value }))
}

describe('noise in a program', () => {
  it('is an input of rows for each draw, named by who asks', () => {
    expect(inputsOf({ rows: 5 })).toEqual([{ input: 'noise/normal/shaken/shift', kind: 'normal', size: 10 }])
  })

  it('is not there where nothing may depend on chance', () => {
    expect(inputsOf({})).toEqual([])
  })

  it.each<[NoiseKind, number, number]>([
    ['normal', 0, 1],
    ['uniform', 0.5, 1 / 12],
    ['rademacher', 0, 1],
  ])('of kind %s has mean %d and variance %d', (kind, mean, variance) => {
    const size = 40_000
    const values = drawNoise({ input: '', kind, size }, new Random(3))
    const found = values.reduce((sum, value) => sum + value, 0) / size
    const spread = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / size
    expect(Math.abs(found - mean)).toBeLessThan(4 * Math.sqrt(variance / size))
    expect(Math.abs(spread - variance)).toBeLessThan(0.03)
  })
})

describe('the chance of rows', () => {
  const input = (name: string, rows: number): NoiseInput => ({
    input: `noise/normal/${name}`,
    kind: 'normal',
    size: 3 * rows,
  })
  const points = Float64Array.from({ length: 4000 }, (_, i) => Math.sin(i))

  it('follows from the row alone, whatever rows come with it', () => {
    const all = drawNoiseOf(input('a', 2000), points, 2)
    const some = drawNoiseOf(input('a', 10), points.subarray(200, 220), 2)
    expect([...some]).toEqual([...all.subarray(300, 330)])
    const single = drawNoiseOf(input('a', 2000), Float32Array.from(points), 2)
    expect([...single.subarray(0, 3)]).toEqual([
      ...drawNoiseOf(input('a', 1), Float32Array.from(points).subarray(0, 2), 2),
    ])
  })

  it('is another for each input and row, and distributed as it says', () => {
    const [one, other] = [drawNoiseOf(input('a', 2000), points, 2), drawNoiseOf(input('b', 2000), points, 2)]
    expect(new Set(one).size).toBeGreaterThan(5990)
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
    const numbers = [...one]
    expect(Math.abs(mean(numbers))).toBeLessThan(4 / Math.sqrt(6000))
    expect(Math.abs(mean(numbers.map((w) => w * w)) - 1)).toBeLessThan((4 * Math.SQRT2) / Math.sqrt(6000))
    expect(Math.abs(mean(numbers.map((w, i) => w * other[i])))).toBeLessThan(4 / Math.sqrt(6000))
    expect(Math.abs(mean(numbers.slice(3).map((w, i) => w * one[i])))).toBeLessThan(4 / Math.sqrt(5997))
  })
})
