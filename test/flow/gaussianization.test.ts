import { readFileSync } from 'node:fs'
import { blocks } from '@shared/catalogue/registry'
import { recipeNamed } from '@shared/catalogue/recipes'
import { initialiseFromData } from '@shared/flow/initialise'
import { normalMixture } from '@shared/flow/transformers/normalMixture'
import { reflectionsOf } from '@shared/flow/linear/reflections'
import { eigenvectors } from '@shared/math/symmetricEigen'
import { normalQuantile } from '@shared/math/normalQuantile'
import { Random } from '@shared/math/random'
import { Builder } from '@shared/tensor/ir/builder'
import { interpret, type ArrayType } from '@shared/tensor/runtime/interpreter/interpret'
import { describe, expect, it } from 'vitest'
import { create, fresh } from './support/blocks'
import { expectClose } from './support/compare'
import { flowOf, logDensities, run, type Direction } from './support/runs'

/** Written by test/fixtures/parity/make_gaussianization.py: zuko's images and log-slopes for our raw numbers. */
interface Case {
  readonly raw: readonly number[]
  readonly x: readonly number[]
  readonly z: readonly number[]
  readonly logSlope: readonly number[]
}
const cases = JSON.parse(
  readFileSync(new URL('../fixtures/parity/gaussianization.json', import.meta.url), 'utf8'),
) as readonly Case[]

function evaluate(raw: readonly number[], direction: Direction, x: ArrayLike<number>, type?: ArrayType) {
  const map = normalMixture(raw.length / 3)
  const b = new Builder()
  const { value, logSlope } = map[direction](b, b.constant(raw, [1, raw.length]), b.input('x', [x.length, 1]))
  const found = interpret(b.program('map', { value, logSlope: logSlope! }), new Map([['x', x]]), type)
  return { value: found.get('value')!, logSlope: found.get('logSlope')! }
}

describe('the mixture of normals', () => {
  it.each(cases)("is zuko's where its clamp does not tell (case %#)", ({ raw, x, z, logSlope }) => {
    const found = evaluate(raw, 'inverse', x)
    expectClose(found.value, z, 1e-4)
    expectClose(found.logSlope, logSlope, 1e-4)
  })

  it('follows its slowest component far out, in single precision too', () => {
    const { raw } = cases[1]
    const far = [-1e4, -5e3, 5e3, 1e4]
    const { value, logSlope } = evaluate(raw, 'inverse', far)
    const slowest = Math.min(...[0, 1, 2, 3].map((k) => Math.exp(3 * Math.tanh(raw[4 + k] / 3))))
    for (const log of logSlope) expect(Math.exp(log)).toBeCloseTo(slowest, 3)
    expectClose(evaluate(raw, 'forward', value).value, far, 1e-10)
    const single = evaluate(raw, 'inverse', far, Float32Array)
    expectClose(single.value, value, 1e-5)
    expectClose(single.logSlope, logSlope, 1e-4)
  })
})

/** n rows of two dependent, skewed and bimodal coordinates. */
function awkward(n: number, seed: number): Float64Array {
  const random = new Random(seed)
  return Float64Array.from(
    Array.from({ length: n }, () => {
      const a = random.normal()
      return [a + (random.uniform() < 0.5 ? 2 : -2), Math.exp(0.5 * a) + 0.2 * random.normal()]
    }).flat(),
  )
}

const block = (type: string, dims: number, settings = {}) =>
  create(
    blocks.find((entry) => entry.type === type)!,
    dims,
    settings,
  )

/** How far on average numbers are from those of a normal sample of the same ranks: the Wasserstein distance. */
function fromNormal(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort()
  return sorted.reduce((sum, v, i) => sum + Math.abs(v - normalQuantile((i + 0.5) / sorted.length)), 0) / sorted.length
}

describe.each([
  { type: 'mixture-gaussianization', most: 0.2 },
  { type: 'rbig', most: 0.05 },
])('the start of $type', ({ type, most }) => {
  it.each([0, 1])('makes margin %i of the first batch nearly normal', (i) => {
    const flow = flowOf(1, [block(type, 1, type === 'rbig' ? {} : { components: 8 })])
    const batch = awkward(2048, 5).filter((_, at) => at % 2 === i)
    const theta = initialiseFromData(flow, fresh(flow, 1), batch)
    expect(fromNormal(run(flow, theta, 'inverse', batch).value)).toBeLessThan(most)
  })
})

describe('the RBIG recipe', () => {
  const { blocks: iterations } = recipeNamed('rbig')!
  const flowWith = (count: number) =>
    flowOf(
      2,
      iterations.slice(0, count).map(({ type }) => block(type, 2)),
    )

  it('gains density of unseen rows with its iterations, without a step of training', () => {
    const [seen, unseen] = [awkward(2048, 6), awkward(2000, 7)]
    const nll = [1, 4, iterations.length].map((count) => {
      const flow = flowWith(count)
      const densities = logDensities(flow, initialiseFromData(flow, fresh(flow, 1), seen), unseen)
      return -densities.reduce((sum, v) => sum + v, 0) / densities.length
    })
    expect(nll[1]).toBeLessThan(nll[0] - 0.05)
    expect(nll[2]).toBeLessThan(nll[0] - 0.1)
  })

  it('keeps nothing that training could change', () => {
    expect(flowWith(2).parameters.every(({ spec }) => spec.held)).toBe(true)
  })
})

it('finds principal axes, as reflections', () => {
  const S = [4, 1, -0.5, 1, 3, 0.25, -0.5, 0.25, 1]
  const V = eigenvectors(S, 3)
  const turned = (i: number, j: number) =>
    [0, 1, 2].reduce(
      (sum, k) => sum + [0, 1, 2].reduce((inner, l) => inner + V[k * 3 + i] * S[k * 3 + l] * V[l * 3 + j], 0),
      0,
    )
  for (const [i, j] of [
    [0, 1],
    [0, 2],
    [1, 2],
  ])
    expect(turned(i, j)).toBeCloseTo(0, 12)
  const flow = flowOf(3, [block('householder', 3, { reflections: 3 })])
  const unit = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1)
  const columns = run(flow, reflectionsOf(V, 3), 'forward', unit).value // row j is column j of Q
  for (const j of [0, 1, 2]) {
    const sign = Math.sign(columns[j * 3] * V[j])
    expectClose(
      [0, 1, 2].map((i) => sign * columns[j * 3 + i]),
      [0, 1, 2].map((i) => V[i * 3 + j]),
      1e-12,
    )
  }
})
