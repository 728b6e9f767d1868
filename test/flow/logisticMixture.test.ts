import { deepSigmoid } from '@shared/flow/transformers/deepSigmoid'
import { mixtureLogistic } from '@shared/flow/transformers/mixtureLogistic'
import type { Transformer } from '@shared/flow/transformers/transformer'
import { Random } from '@shared/math/random'
import { gradient } from '@shared/tensor/autodiff/vjp'
import { Builder } from '@shared/tensor/ir/builder'
import { interpret, type ArrayType } from '@shared/tensor/runtime/interpreter/interpret'
import { describe, expect, it } from 'vitest'
import { expectClose } from './support/compare'
import type { Direction } from './support/runs'

const K = 3

/** The same map at every point of x, with the gradient of Σ value by its numbers. */
function evaluate(of: Transformer, direction: Direction, raw: Float64Array, x: Float64Array, type?: ArrayType) {
  const b = new Builder()
  const numbers = b.input('raw', [1, of.width])
  const { value, logSlope } = of[direction](b, numbers, b.input('x', [x.length, 1]))
  const [dRaw] = gradient(b, b.sum(value), [numbers])
  const bound = new Map([
    ['raw', raw],
    ['x', x],
  ])
  const found = interpret(b.program('map', { value, logSlope: logSlope!, dRaw }), bound, type)
  return { value: found.get('value')!, logSlope: found.get('logSlope')!, dRaw: found.get('dRaw')! }
}

const drawn = (width: number, seed: number) => {
  const random = new Random(seed)
  return Float64Array.from({ length: width }, () => random.normal())
}
const sigmoid = (v: number) => 1 / (1 + Math.exp(-v))
const softplus = (v: number) => Math.log1p(Math.exp(v))
const positive = (a: number) => 1e-3 + softplus(a + Math.log(Math.expm1(0.999)))
const gain = (k: number) => (2 * k + 1) / (2 * K)

/** The papers' formulas as they stand, from the numbers of one coordinate. */
const formulas: Readonly<Record<string, { of: Transformer; z: (raw: Float64Array, x: number) => number }>> = {
  'Flow++': {
    of: mixtureLogistic(K, 2),
    z: (raw, x) => {
      const weights = raw.slice(0, K).map(Math.exp)
      const total = weights.reduce((sum, w) => sum + w)
      const u = weights.reduce((sum, w, k) => {
        const s = 2 * Math.tanh((gain(k) * raw[2 * K + k]) / 2)
        return sum + (w / total) * sigmoid((x - gain(k) * raw[K + k]) * Math.exp(-s))
      }, 0)
      return Math.exp(2 * Math.tanh(raw[3 * K] / 2)) * Math.log(u / (1 - u)) + raw[3 * K + 1]
    },
  },
  'the deep sigmoidal flow': {
    of: deepSigmoid(K),
    z: (raw, x) => {
      const weights = raw.slice(0, K).map(Math.exp)
      const total = weights.reduce((sum, w) => sum + w)
      const u = weights.reduce(
        (sum, w, k) => sum + (w / total) * sigmoid(positive(gain(k) * raw[K + k]) * x + gain(k) * raw[2 * K + k]),
        0,
      )
      return Math.log(u / (1 - u))
    },
  },
}

describe.each(Object.entries(formulas))('the map of %s', (_, { of, z }) => {
  const x = Float64Array.from({ length: 41 }, (_, i) => (i - 20) / 4)

  it.each([1, 2, 3])('is the formula of its paper (seed %i)', (seed) => {
    const raw = drawn(of.width, seed)
    expectClose(
      evaluate(of, 'inverse', raw, x).value,
      x.map((at) => z(raw, at)),
      1e-10,
    )
  })

  it('keeps its tails where u rounds to 0 or 1: there it is straight, and comes back', () => {
    const far = Float64Array.of(-4e4, -2e4, 2e4, 4e4)
    const raw = drawn(of.width, 4)
    const { value, logSlope } = evaluate(of, 'inverse', raw, far)
    expect((value[1] - value[0]) / 2e4).toBeCloseTo(Math.exp(logSlope[0]), 8)
    expect((value[3] - value[2]) / 2e4).toBeCloseTo(Math.exp(logSlope[3]), 8)
    expectClose(evaluate(of, 'forward', raw, Float64Array.from(value)).value, far, 1e-10)
    for (const values of Object.values(evaluate(of, 'inverse', raw, far, Float32Array)))
      expect(values.every(Number.isFinite)).toBe(true)
  })

  it('makes a density of total mass 1 from the standard normal', () => {
    const step = 1e-3
    const grid = Float64Array.from({ length: 80_001 }, (_, i) => (i - 40_000) * step)
    const { value, logSlope } = evaluate(of, 'inverse', drawn(of.width, 5), grid)
    const mass = grid.reduce((sum, _at, i) => sum + step * Math.exp(logSlope[i] - value[i] ** 2 / 2), 0)
    expect(mass / Math.sqrt(2 * Math.PI)).toBeCloseTo(1, 6)
  })

  it('starts with components that training drives apart', () => {
    const { dRaw } = evaluate(of, 'inverse', new Float64Array(of.width), Float64Array.of(0.7, 1.9))
    const moves = dRaw.slice(K, 2 * K) // of each component's centre or rate
    expect(new Set(Array.from(moves, (v) => v.toPrecision(6))).size).toBe(K)
  })
})
