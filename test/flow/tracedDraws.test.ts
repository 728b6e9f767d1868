import { drawNoise, noiseInputs } from '@shared/flow/noise'
import { Random } from '@shared/math/random'
import { gradient } from '@shared/tensor/autodiff/vjp'
import { Builder } from '@shared/tensor/ir/builder'
import { interpret } from '@shared/tensor/runtime/interpreter/interpret'
import { describe, expect, it } from 'vitest'
import { kolmogorovSmirnov } from '@shared/learn/evaluation/distances'
import type { Flow } from '@shared/flow/flow'
import { plainBases, variedBases } from './support/bases'
import { moved } from './support/blocks'
import { expectClose } from './support/compare'

const drawable = variedBases.filter(({ entry }) => !entry.choosesByChance)

/** The program θ, noise → z [rows, D], their weighted sum and its gradient by θ. */
function program(flow: Flow, rows: number) {
  const b = new Builder()
  const theta = b.input('theta', [flow.size])
  const { z, logDensity } = flow.trace(b, theta, { rows }).sample()
  const weights = b.constant(
    Float64Array.from({ length: rows }, (_, i) => Math.cos(i)),
    [rows, 1],
  )
  const total = b.sum(b.mul(z, weights))
  return b.program('draws', { z, logDensity, total, slope: gradient(b, total, [theta])[0] })
}

function run(
  flow: Flow,
  theta: Float64Array,
  rows: number,
  seed: number,
  type: Float64ArrayConstructor | Float32ArrayConstructor = Float64Array,
) {
  // prettier-ignore
  const of = program(flow, rows)
  const random = new Random(seed)
  const noise = noiseInputs(of).map((input) => [input.input, drawNoise(input, random)] as const)
  return interpret(of, new Map<string, ArrayLike<number>>([['theta', theta], ...noise]), type)
}

it.each(plainBases)('the catalogue says whether $name has draws in a program', ({ entry, create }) => {
  expect(create(2).traceSample === undefined).toBe(entry.choosesByChance === true)
})

describe.each(drawable)('draws of $name in a program', ({ flow: flowFor }) => {
  it('are distributed as those outside', () => {
    const [flow, rows] = [flowFor(2), 20_000]
    const theta = moved(flow, 1)
    const [inside, outside] = [run(flow, theta, rows, 5).get('z')!, flow.sampleBase(theta, new Random(6), rows)]
    for (const along of [(x: number) => x, (x: number, y: number) => x + y, (x: number, y: number) => x - 2 * y]) {
      const sorted = (of: ArrayLike<number>) =>
        Float64Array.from({ length: rows }, (_, i) => along(of[2 * i], of[2 * i + 1])).sort()
      // the chance that right samples are further apart is 1 in 1000
      expect(kolmogorovSmirnov(sorted(inside), sorted(outside))).toBeLessThan(1.95 * Math.sqrt(2 / rows))
    }
  })

  it('have gradients equal to central differences', () => {
    const flow = flowFor(3)
    if (flow.size === 0) return
    const theta = moved(flow, 2)
    const direction = moved(flow, 3)
    const step = 1e-6
    const at = (h: number) => run(flow, theta.map((t, i) => t + h * direction[i]), 6, 4).get('total')![0] // prettier-ignore
    const slope = run(flow, theta, 6, 4).get('slope')!
    const along = direction.reduce((sum, d, i) => sum + d * slope[i], 0)
    expectClose([along], [(at(step) - at(-step)) / (2 * step)], 1e-6)
  })

  it('lie where the density is, and are finite in single precision', () => {
    const flow = flowFor(2)
    const found = run(flow, moved(flow, 1), 5000, 7, Float32Array)
    for (const name of ['z', 'logDensity', 'slope']) expect(found.get(name)!.every(Number.isFinite), name).toBe(true)
  })
})
