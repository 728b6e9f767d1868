import { denseSigmoid } from '@shared/flow/transformers/denseSigmoid'
import { Random } from '@shared/math/random'
import { Builder } from '@shared/tensor/ir/builder'
import { interpret, type ArrayType } from '@shared/tensor/runtime/interpreter/interpret'
import { describe, expect, it } from 'vitest'
import { expectClose } from './support/compare'
import type { Direction } from './support/runs'

const [K, L] = [3, 3]
const of = denseSigmoid({ units: K, layers: L })

/** Raw numbers and the shared matrices, all drawn. */
function drawn(seed: number) {
  const random = new Random(seed)
  const matrices = of.parameters.map(({ name, init }) => [name, init(random)] as const)
  return { raw: Float64Array.from({ length: of.width }, () => random.normal()), matrices: new Map(matrices) }
}

/** The same map at every point of x. */
function evaluate(direction: Direction, seed: number, x: Float64Array, type?: ArrayType) {
  const { raw, matrices } = drawn(seed)
  const b = new Builder()
  const shapes = new Map(of.parameters.map(({ name, shape }) => [name, shape]))
  const map = of.at({ b, parameter: (name) => b.constant(matrices.get(name)!, shapes.get(name)!) })
  const { value, logSlope } = map[direction](b, b.input('raw', [1, of.width]), b.input('x', [x.length, 1]))
  const bound = new Map([
    ['raw', raw],
    ['x', x],
  ])
  const found = interpret(b.program('map', { value, logSlope: logSlope! }), bound, type)
  return { value: found.get('value')!, logSlope: found.get('logSlope')! }
}

const sigmoid = (v: number) => 1 / (1 + Math.exp(-v))
const softmax = (logits: number[]) => {
  const total = logits.reduce((sum, v) => sum + Math.exp(v), 0)
  return logits.map((v) => Math.exp(v) / total)
}

/** The formula as it stands, layer after layer. */
function asWritten(seed: number, x: number): number {
  const { raw, matrices } = drawn(seed)
  let at = 0
  const take = () => Array.from(raw.slice(at, (at += K)))
  let h = [x]
  for (let l = 1; l <= L; l++) {
    const [omega, alpha, offset] = [take(), take(), take()]
    const upsilon = l > 1 ? take() : []
    const row = (name: string, i: number) => matrices.get(`layer${l}.${name}`)!.slice(i * K, (i + 1) * K)
    const shares = (name: string, i: number, added: number[]) =>
      softmax(Array.from(row(name, i), (logit, j) => logit + added[j]))
    const dot = (weights: number[], values: number[]) => weights.reduce((sum, w, j) => sum + w * values[j], 0)
    const means = offset.map((_, k) => (l > 1 ? dot(shares('in', k, upsilon), h) : x))
    const active = means.map((mean, k) => sigmoid(Math.exp(2 * Math.tanh(alpha[k] / 2)) * mean + offset[k]))
    h = (l < L ? offset : [0]).map((_, i) => {
      const u = dot(shares('out', i, omega), active)
      return Math.log(u / (1 - u))
    })
  }
  return h[0]
}

describe('the map of the deep dense sigmoidal flow', () => {
  const x = Float64Array.from({ length: 41 }, (_, i) => (i - 20) / 5)

  it.each([1, 2, 3])('is the formula of its paper (seed %i)', (seed) => {
    expectClose(
      evaluate('inverse', seed, x).value,
      x.map((at) => asWritten(seed, at)),
      1e-9,
    )
  })

  it('is straight far out, where it keeps its slope and comes back', () => {
    const far = Float64Array.of(-4e4, -2e4, 2e4, 4e4)
    const { value, logSlope } = evaluate('inverse', 4, far)
    expect((value[1] - value[0]) / 2e4).toBeCloseTo(Math.exp(logSlope[0]), 8)
    expect((value[3] - value[2]) / 2e4).toBeCloseTo(Math.exp(logSlope[3]), 8)
    expectClose(evaluate('forward', 4, Float64Array.from(value)).value, far, 1e-10)
    expectClose(evaluate('inverse', 4, far, Float32Array).logSlope, logSlope, 1e-5)
  })

  it('makes a density of total mass 1 from the standard normal', () => {
    const step = 1e-2
    const grid = Float64Array.from({ length: 16_001 }, (_, i) => (i - 8_000) * step)
    const { value, logSlope } = evaluate('inverse', 5, grid)
    const mass = grid.reduce((sum, _at, i) => sum + step * Math.exp(logSlope[i] - value[i] ** 2 / 2), 0)
    expect(mass / Math.sqrt(2 * Math.PI)).toBeCloseTo(1, 8)
  })
})
