import type { Bijector, Mapped } from '@shared/flow/bijector'
import { hamiltonian } from '@shared/flow/bijectors/hamiltonian'
import { langevin } from '@shared/flow/bijectors/langevin'
import { metropolis } from '@shared/flow/bijectors/metropolis'
import { logSumExpOf } from '@shared/flow/special/logSumExp'
import type { Flow } from '@shared/flow/flow'
import { findEnergy } from '@shared/learn/data'
import { reportWeights } from '@shared/learn/evaluation/importance'
import { createWasmBackend } from '@shared/tensor/backends/wasm'
import { detectFeatures } from '@shared/tensor/backends/wasm/features'
import { gradient } from '@shared/tensor/autodiff/vjp'
import { optimise } from '@shared/tensor/passes/pipeline'
import { interpret } from '@shared/tensor/runtime/interpreter/interpret'
import { Builder } from '@shared/tensor/ir/builder'
import { describe, expect, it } from 'vitest'
import { dimensions, fresh, moved, normalRows, stochasticCases } from './support/blocks'
import { expectClose, relativeError } from './support/compare'
import { directions, type Direction } from './support/runs'
import { given, lumpy, targetNamed, walkingFlow, walkProgram } from './support/walks'

const machine = (precision: 'float32' | 'float64') =>
  createWasmBackend({
    precision,
    features: detectFeatures(),
    pool: null,
    threads: 1,
    memoryLimit: 2 ** 30,
    now: () => 0,
  })

/** Value and ΔS of rows by the compiled program. */
async function walk(
  flow: Flow,
  rows: Float64Array,
  direction: Direction = 'forward',
  seed = 1,
  theta = fresh(flow, 1),
) {
  const program = walkProgram(flow, direction, rows.length / flow.dims)
  const executable = await machine('float64').prepare(program)
  for (const [name, values] of given(program, theta, rows, seed)) executable.write(name, values)
  await executable.run()
  const [value, logDet] = [await executable.read('value'), await executable.read('logDet')]
  executable.dispose()
  return { value, logDet }
}

/** ln π of rows by the interpreter. */
function logDensityOf(target: typeof lumpy, rows: Float64Array, dims: number): Float64Array {
  const b = new Builder()
  const program = b.program('target', { value: target(b, b.input('x', [rows.length / dims, dims])) })
  return Float64Array.from(interpret(program, new Map([['x', rows]])).get('value')!)
}

/** A loss like that of a step, with its gradients by θ and by rows. */
const lossProgram = (flow: Flow, direction: Direction, n: number) =>
  walkProgram(flow, direction, n, (b, { x, theta, value, logDet }) => {
    const loss = b.mean(b.add(b.mul(-0.3, b.sum(b.square(value), [-1])), logDet))
    const [dTheta, dRows] = gradient(b, loss, [theta, x])
    return { loss, dTheta, dRows }
  })

describe.each(stochasticCases)('$name', ({ create }) => {
  it('says that it is stochastic', () => expect(create(2).stochastic).toBe(true))

  // For any densities p₀ and p₁ a kernel with a backward kernel has E[p₁(x)/p₀(z) e^ΔS] = 1, z from p₀.
  it.each(dimensions)('gives paths weights of mean 1 in both directions, for D = %i', async (dims) => {
    const flow = walkingFlow(dims, [create(dims)], lumpy)
    const rows = normalRows(20_000, dims, 3)
    for (const direction of directions) {
      const { value, logDet } = await walk(flow, rows, direction, 2, moved(flow, 1))
      const weights = logDet.map((deltaS, i) => {
        let change = deltaS
        for (let d = 0; d < dims; d++) change += (rows[i * dims + d] ** 2 - value[i * dims + d] ** 2) / 2
        return Math.exp(change)
      })
      const mean = weights.reduce((sum, w) => sum + w, 0) / weights.length
      const variance = weights.reduce((sum, w) => sum + (w - mean) ** 2, 0) / weights.length
      expect(Math.abs(mean - 1)).toBeLessThan(4.5 * Math.sqrt(variance / weights.length) + 1e-12)
      expect(variance).toBeGreaterThan(0)
    }
  })

  it.each([1, 2, 3])('has gradients equal to central differences for the same chance, for D = %i', (dims) => {
    const flow = walkingFlow(dims, [create(dims)], lumpy)
    const [theta, rows] = [moved(flow, 2), normalRows(4, dims, 2)]
    for (const direction of directions) {
      const program = optimise(lossProgram(flow, direction, 4))
      const inputs = given(program, theta, rows)
      const found = interpret(program, inputs)
      for (const [name, slope] of [
        ['theta', 'dTheta'],
        ['rows', 'dRows'],
      ] as const)
        // prettier-ignore
        for (const at of inputs.get(name)!.keys()) {
          const lossAt = (shift: number) => {
            const values = inputs.get(name)!.slice()
            values[at] += shift
            return interpret(program, new Map([...inputs, [name, values]])).get('loss')![0]
          }
          const expected = (lossAt(1e-5) - lossAt(-1e-5)) / 2e-5
          expectClose([found.get(slope)![at]], [expected], 1e-6, `${direction}: ${name} ${at}`)
        }
    }
  })

  it('has the values and gradients of the reference when compiled', async () => {
    for (const [dims, n] of [
      [1, 149],
      [2, 150],
      [5, 7],
    ] as const) {
      // prettier-ignore
      const flow = walkingFlow(dims, [create(dims)], lumpy)
      const program = lossProgram(flow, 'forward', n)
      const inputs = given(program, moved(flow, 1, 0.1), normalRows(n, dims, 4))
      const expected = interpret(program, inputs)
      for (const precision of ['float64', 'float32'] as const) {
        const executable = await machine(precision).prepare(program)
        for (const [name, values] of inputs) executable.write(name, values)
        await executable.run()
        for (const [output, values] of expected)
          expect(relativeError(await executable.read(output), values), `${output}, ${precision}`).toBeLessThan(
            precision === 'float32' ? 1e-4 : 1e-9,
          )
        executable.dispose()
      }
    }
  })

  it.each(['double-well', 'u1', 'mueller-brown'])('stays finite in single precision far away on %s', (name) => {
    const flow = walkingFlow(2, [create(2)], targetNamed(name).logDensity)
    const rows = Float64Array.from([0, 1e-6, 1, 30, 1e3, 1e4].flatMap((r) => [r, -r, -r, 0.5 * r, 0, r]))
    for (const direction of directions) {
      const program = lossProgram(flow, direction, rows.length / 2)
      const found = interpret(program, given(program, fresh(flow, 1), rows), Float32Array)
      for (const [output, values] of found) expect(Array.from(values).every(Number.isFinite), output).toBe(true)
    }
  })
})

const at1 = { place: 'fixed', lambda: 1, learns: false }
/** Blocks that leave the target as it is, set to move well. */
const reversible: readonly (readonly [string, Bijector])[] = [
  ['Metropolis steps', metropolis.create({ ...at1, step: 1, steps: 25 }, 2)],
  ['Hamiltonian transitions', hamiltonian.create({ ...at1, step: 0.3, leaps: 5, transitions: 3 }, 2)],
  ['adjusted Langevin steps', langevin.create({ ...at1, step: 0.1, steps: 20, adjusted: true }, 2)],
]

const gaussian: typeof lumpy = (b, x) => {
  const u = b.mul(b.sub(x, b.constant([1, -0.5], [2])), b.constant([1 / 1.5, 1 / 0.7], [2]))
  return b.mul(-0.5, b.sum(b.square(u), [-1]))
}
/** 0.3 N((−1.2, 0), 0.6²) + 0.7 N((1.2, 0.5), 0.6²), but for its constant. */
const mixture: typeof lumpy = (b, x) => {
  const term = (weight: number, ...mean: [number, number]) => {
    const squared = b.sum(b.square(b.sub(x, b.constant(mean, [2]))), [-1])
    return b.add(b.mul(squared, -0.5 / 0.36), Math.log(weight))
  }
  return logSumExpOf(b, [term(0.3, -1.2, 0), term(0.7, 1.2, 0.5)])
}

describe.each(reversible)('%s', (_, block) => {
  const moments = [
    { name: 'a Gaussian', target: gaussian, mean: [1, -0.5], square: [1 + 2.25, 0.25 + 0.49] },
    // by the law of total variance
    { name: 'a mixture', target: mixture, mean: [0.48, 0.35], square: [1.44 + 0.36, 0.7 * 0.25 + 0.36] },
  ]
  it.each(moments)('lead from far away to the moments of $name', async ({ target, mean, square }) => {
    const flow = walkingFlow(2, Array<Bijector>(12).fill(block), target)
    const n = 6000
    const { value } = await walk(flow, normalRows(n, 2, 7, 3))
    for (const d of [0, 1]) {
      const column = Float64Array.from({ length: n }, (_, i) => value[2 * i + d])
      for (const [of, expected] of [
        [column, mean[d]],
        [column.map((v) => v * v), square[d]],
      ] as const) {
        const average = of.reduce((sum, v) => sum + v, 0) / n
        const deviation = Math.sqrt(of.reduce((sum, v) => sum + (v - average) ** 2, 0) / n)
        expect(Math.abs(average - expected)).toBeLessThan((4 * deviation) / Math.sqrt(n))
      }
    }
  })

  it('has ΔS = ln π(z) − ln π(x)', async () => {
    const rows = normalRows(300, 2, 3)
    const { value, logDet } = await walk(walkingFlow(2, [block], mixture), rows)
    const [before, after] = [logDensityOf(mixture, rows, 2), logDensityOf(mixture, value, 2)]
    expectClose(logDet, before.map((level, i) => level - after[i]), 1e-9) // prettier-ignore
    expect(value.filter((v, i) => v !== rows[i]).length).toBeGreaterThan(300)
  })
})

describe('Langevin steps', () => {
  it('have the ΔS of both kernels by their normal densities', async () => {
    const step = 0.05
    const block = langevin.create({ ...at1, step, steps: 1, adjusted: false }, 2)
    const [n, rows] = [200, normalRows(200, 2, 5)]
    const { value, logDet } = await walk(walkingFlow(2, [block], gaussian), rows)
    const [mean, sd] = [[1, -0.5], [1.5, 0.7]] // prettier-ignore
    /** ln N(to; from + step ∇ln π(from), 2 step). */
    const kernel = (from: Float64Array, to: Float64Array, i: number) =>
      [0, 1].reduce((sum, d) => {
        const at = from[2 * i + d]
        const centre = at - (step * (at - mean[d])) / sd[d] ** 2
        return sum - (to[2 * i + d] - centre) ** 2 / (4 * step) - 0.5 * Math.log(4 * Math.PI * step)
      }, 0)
    const expected = Float64Array.from({ length: n }, (_, i) => kernel(value, rows, i) - kernel(rows, value, i))
    expectClose(logDet, expected, 1e-9)
  })
})

describe('paths through stochastic layers alone', () => {
  const annealed = Array.from({ length: 12 }, (_, k) => ({ place: 'position', lambda: 1, learns: false, step: 0.4, steps: 5 + (k % 2) })) // prettier-ignore

  /** ln weights of paths from the base to a target, and where they end. */
  async function weigh(flow: Flow, n: number) {
    const z = normalRows(n, 2, 11)
    const { value, logDet } = await walk(flow, z)
    const logTarget = logDensityOf(flow.target!, value, 2)
    return logDet.map((sum, i) => sum + logTarget[i] + (z[2 * i] ** 2 + z[2 * i + 1] ** 2) / 2 + Math.log(2 * Math.PI))
  }

  it.each(['double-well', 'u1'])('find ln Z of %s by their weights', async (name) => {
    const energy = findEnergy({ kind: 'energy', name, settings: {}, dims: 2, samples: 10, seed: 0 })
    if (!energy.ok) throw new Error('there is no such energy')
    const { target, logZ } = energy.value
    const flow = walkingFlow(2, annealed.map((settings) => metropolis.create(settings, 2)), target.logDensity) // prettier-ignore
    const report = reportWeights(await weigh(flow, 8000))
    expect(report.effectiveShare).toBeGreaterThan(0.3)
    expect(report.logZ.standardError).toBeLessThan(0.03)
    expect(Math.abs(report.logZ.mean - logZ!)).toBeLessThan(4 * report.logZ.standardError)
    // and from above, as the free energy of paths
    expect(report.freeEnergy.mean).toBeGreaterThan(-logZ!)
  })

  it('have the weights of annealed importance sampling', async () => {
    const flow = walkingFlow(2, annealed.slice(0, 5).map((settings) => metropolis.create(settings, 2)), lumpy) // prettier-ignore
    const rows = normalRows(40, 2, 11)
    const b = new Builder()
    const layers: Mapped[] = []
    const x = b.rows('rows', [40, 2])
    const { value, logDet } = flow.trace(b, b.input('theta', [1])).forward(x, layers)
    const after = Object.fromEntries(layers.map((layer, k) => [`layer${k}`, layer.value]))
    const program = b.program('paths', { value, logDet, ...after })
    const found = interpret(program, given(program, new Float64Array(1), rows))
    const base = (at: Float64Array, i: number) => -(at[2 * i] ** 2 + at[2 * i + 1] ** 2) / 2 - Math.log(2 * Math.PI)
    // ln w = Σ (β_k − β_{k−1}) (ln p̃ − ln p)(x_{k−1}): Neal 2001
    const expected = new Float64Array(40)
    for (let k = 1; k <= 5; k++) {
      const at = Float64Array.from(found.get(`layer${k - 1}`)!)
      logDensityOf(lumpy, at, 2).forEach((level, i) => (expected[i] += (level - base(at, i)) / 5))
    }
    const end = logDensityOf(lumpy, Float64Array.from(found.get('value')!), 2)
    const weights = Float64Array.from(found.get('logDet')!, (sum, i) => sum + end[i] - base(rows, i))
    expectClose(weights, expected, 1e-9)
  })
})
