import { readFileSync } from 'node:fs'
import { blockEntry, defaultSettings } from '@shared/catalogue/registry'
import type { Settings } from '@shared/catalogue/types'
import { continuous } from '@shared/flow/bijectors/continuous'
import type { Mapped } from '@shared/flow/bijector'
import type { Flow } from '@shared/flow/flow'
import { invert } from '@shared/flow/invert'
import { noiseInputs } from '@shared/flow/noise'
import { dormandPrince, MOST_STEPS, rungeKutta4 } from '@shared/flow/solve/ode'
import { Random } from '@shared/math/random'
import { gradient } from '@shared/tensor/autodiff/vjp'
import { Builder } from '@shared/tensor/ir/builder'
import type { Node } from '@shared/tensor/ir/program'
import { interpret } from '@shared/tensor/runtime/interpreter/interpret'
import { describe, expect, it } from 'vitest'
import { moved, normalRows } from './support/blocks'
import { expectClose } from './support/compare'
import { flowOf, logDensities, shorter } from './support/runs'

const made = (dims: number, settings: Settings, given = 0) =>
  continuous.create({ ...(defaultSettings(blockEntry('continuous')!) as Settings), ...settings }, dims, given)

/** Written by test/fixtures/parity/make_continuous.py. */
interface Fixture {
  readonly dims: number
  /** Numbers of context, behind each point. */
  readonly given: number
  readonly width: number
  readonly depth: number
  readonly activation: string
  readonly parameters: Readonly<Record<string, readonly number[]>>
  readonly points: readonly (readonly number[])[]
  readonly logDensity: readonly number[]
}
const fixtures = JSON.parse(
  readFileSync(new URL('../fixtures/parity/continuous.json', import.meta.url), 'utf8'),
) as readonly Fixture[]

describe('a continuous flow', () => {
  it.each(fixtures)('has the densities of zuko: $activation, $depth layers, $given given', (fixture) => {
    const { dims, given, width, depth, activation, parameters, points, logDensity } = fixture
    const flow = flowOf(
      dims,
      [invert(made(dims, { width, depth, activation, tolerance: 1e-8 }, given))],
      undefined,
      given,
    )
    const theta = Float64Array.from(flow.parameters.flatMap(({ name }) => parameters[name]))
    expectClose(logDensities(flow, theta, Float64Array.from(points.flat())), logDensity, 1e-6)
  })

  it('estimates the trace without bias, by one probe for a whole path', () => {
    const dims = 3
    const settings = { width: 6, depth: 2, solver: 'rk4', steps: 6 }
    const exact = flowOf(dims, [made(dims, settings)])
    const theta = moved(exact, 1)
    const row = normalRows(1, dims, 2)
    const many = 3000
    const rows = Float64Array.from({ length: many * dims }, (_, i) => row[i % dims])
    const [truth] = logDensities(exact, theta, row)
    const flow = flowOf(dims, [made(dims, { ...settings, trace: 'hutchinson' })])
    expect(logDensities(flow, theta, row)[0]).toBe(truth) // what is shown does not depend on chance
    const { logDensity, count } = training(flow, theta, rows)
    expect(count).toBe(1)
    const mean = logDensity.reduce((sum, value) => sum + value, 0) / many
    const deviation = Math.sqrt(logDensity.reduce((sum, value) => sum + (value - mean) ** 2, 0) / many)
    expect(deviation).toBeGreaterThan(0.01)
    expect(Math.abs(mean - truth)).toBeLessThan((3.5 * deviation) / Math.sqrt(many))
  })

  it.each(['rk4', 'dopri5'])('tells where points are on their way, by %s', (solver) => {
    const settings = { width: 5, depth: 1, solver, steps: 20, tolerance: 1e-8 }
    const flow = flowOf(2, [made(2, settings)])
    const theta = moved(flow, 6)
    const rows = normalRows(6, 2, 7)
    const field = fieldOf(flow, theta)
    const times = [0.2, 0.5, 0.83]
    for (const direction of ['forward', 'inverse'] as const) {
      const { ends, stations } = alongThe(flow, theta, rows, direction, times)
      expect(ends.with).toEqual(ends.without)
      times.forEach((time, i) => {
        const expected = Array.from({ length: 6 }, (_, row) => {
          const sign = direction === 'forward' ? 1 : -1
          const start = [...rows.subarray(2 * row, 2 * row + 2)]
          return followed((y, t) => field(y, sign > 0 ? t : 1 - t).map((value) => sign * value), start, time)
        })
        expectClose(stations[i].value, expected.flatMap(({ y }) => y), 1e-5) // prettier-ignore
        expectClose(stations[i].logDet, expected.map(({ trace }) => trace), 1e-5) // prettier-ignore
      })
    }
  })

  it('follows its paths less exactly in training than where they are shown', () => {
    const dims = 2
    const errors = [1e-2, 1e-5].map((trainingTolerance) => {
      const flow = flowOf(dims, [made(dims, { width: 6, depth: 2, tolerance: 1e-9, trainingTolerance })])
      const theta = moved(flow, 5)
      const rows = normalRows(50, dims, 6)
      const exact = logDensities(flow, theta, rows)
      return Math.max(...training(flow, theta, rows).logDensity.map((value, i) => Math.abs(value - exact[i])))
    })
    expect(errors[0]).toBeGreaterThan(0.01)
    expect(errors[0]).toBeLessThan(1)
    expect(errors[1]).toBeLessThan(0.001)
  })

  it('adds the energy of its path and the size of its Jacobian to the loss', () => {
    const dims = 2
    const settings = { width: 4, depth: 1, solver: 'rk4', steps: 40 }
    const flow = flowOf(dims, [made(dims, { ...settings, kinetic: 0.5, jacobian: 0.25 })])
    const theta = moved(flow, 3)
    const rows = normalRows(200, dims, 4)
    const { penalties } = training(flow, theta, rows)
    const plain = flowOf(dims, [made(dims, settings)])
    expect(training(plain, theta, rows).penalties).toEqual({})

    // the same integrals by the midpoint rule along the path, from differences of the images
    const pieces = 40
    const [kinetic, jacobian] = [new Float64Array(200), new Float64Array(200)]
    for (let k = 0; k < pieces; k++) {
      const { speed, frobenius } = along(plain, theta, rows, k, pieces)
      speed.forEach((value, i) => (kinetic[i] += value / pieces))
      frobenius.forEach((value, i) => (jacobian[i] += value / pieces))
    }
    const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length
    const expected = { 'kinetic penalty': 0.5 * mean(kinetic), 'Jacobian penalty': 0.25 * mean(jacobian) }
    expect(Object.keys(penalties)).toEqual(Object.keys(expected))
    for (const [name, value] of Object.entries(expected))
      expect(Math.abs(mean(penalties[name]) - value)).toBeLessThan(0.05 * value)
  })
})

/** What a training step has of rows: log p, what is added to the loss, and how many draws were asked for. */
function training(flow: Flow, theta: Float64Array, rows: Float64Array) {
  const n = rows.length / flow.dims
  const b = new Builder()
  const x = b.rows('rows', [n, flow.dims])
  const { logDensity, penalties } = flow.trace(b, b.input('theta', [flow.size]), { rows: n }).logDensity(x)
  const program = shorter(b.program('step', { logDensity, ...penalties }))
  const asked = noiseInputs(program)
  const random = new Random(7)
  const signs = asked.map(({ input, size }) => [input, Float64Array.from({ length: size }, () => (random.bits() & 1 ? 1 : -1))] as const) // prettier-ignore
  const values = interpret(program, new Map<string, Float64Array>([['rows', rows], ['theta', theta], ...signs])) // prettier-ignore
  return {
    logDensity: Float64Array.from(values.get('logDensity')!),
    penalties: Object.fromEntries(Object.keys(penalties ?? {}).map((name) => [name, Float64Array.from(values.get(name)!)])), // prettier-ignore
    count: asked.length,
  }
}

/** f(y, t) of a block in the plane with one hidden layer, the network written out. */
function fieldOf(flow: Flow, theta: Float64Array) {
  const dims = 2
  const weights = (name: string) => {
    const { offset, size } = flow.place('block0', name)
    return theta.subarray(offset, offset + size)
  }
  const [W, bias, V, shift] = ['layer1.weight', 'layer1.bias', 'output.weight', 'output.bias'].map(weights)
  const width = bias.length
  return (y: readonly number[], t: number): readonly number[] => {
    const seen = [...y, ...[1, 2, 3].map((q) => Math.cos(q * Math.PI * t)), ...[1, 2, 3].map((q) => Math.sin(q * Math.PI * t))] // prettier-ignore
    const sums = Array.from(bias, (start, j) => seen.reduce((sum, value, i) => sum + value * W[i * width + j], start))
    return Array.from({ length: dims }, (_, d) => sums.reduce((sum, h, j) => sum + Math.tanh(h) * V[j * dims + d], shift[d])) // prettier-ignore
  }
}

/** Images of rows with and without the places on the way, and these. */
function alongThe(
  flow: Flow,
  theta: Float64Array,
  rows: Float64Array,
  direction: 'forward' | 'inverse',
  times: readonly number[],
) {
  // prettier-ignore
  const n = rows.length / flow.dims
  const run = (stations?: readonly number[]) => {
    const b = new Builder()
    const layers: Mapped[] = []
    const x = b.rows('rows', [n, flow.dims])
    flow.trace(b, b.input('theta', [flow.size]), { ...(stations && { stations }) })[direction](x, layers)
    const [, { value, logDet, stations: found = [] }] = layers
    const outputs = found.flatMap((station, i) => [[`value${i}`, station.value], [`logDet${i}`, station.logDet]]) // prettier-ignore
    const program = shorter(b.program('way', { value, logDet, ...(Object.fromEntries(outputs) as Record<string, Node>) })) // prettier-ignore
    return interpret(program, new Map([['rows', rows], ['theta', theta]])) // prettier-ignore
  }
  const [without, within] = [run(), run(times)]
  return {
    ends: { with: [within.get('value'), within.get('logDet')], without: [without.get('value'), without.get('logDet')] },
    stations: times.map((_, i) => ({ value: within.get(`value${i}`)!, logDet: within.get(`logDet${i}`)! })),
  }
}

/** y(time) and ∫ tr ∂f/∂y up to it from y(0) in the plane, by 200 steps of the midpoint rule and differences. */
function followed(
  field: (y: readonly number[], t: number) => readonly number[],
  start: readonly number[],
  time: number,
) {
  // prettier-ignore
  const h = time / 200
  let y = start
  let trace = 0
  for (let i = 0; i < 200; i++) {
    const half = field(y, i * h).map((value, d) => y[d] + (value * h) / 2)
    const t = (i + 0.5) * h
    for (const d of [0, 1]) {
      const aside = (by: number) => field(half.map((value, e) => value + (d === e ? by : 0)), t)[d] // prettier-ignore
      trace += (h * (aside(1e-5) - aside(-1e-5))) / 2e-5
    }
    y = field(half, t).map((value, d) => y[d] + value * h)
  }
  return { y, trace }
}

/** ‖f‖² and ‖∂f/∂y‖² in the middle of piece k of the way from x back to z, by the network written out. */
function along(flow: Flow, theta: Float64Array, rows: Float64Array, k: number, pieces: number) {
  const dims = 2
  const n = rows.length / dims
  const field = fieldOf(flow, theta)
  const [speed, frobenius] = [new Float64Array(n), new Float64Array(n)]
  for (let row = 0; row < n; row++) {
    // Euler with small steps is enough for a mean within a few hundredths
    let y = [...rows.subarray(row * dims, (row + 1) * dims)]
    const steps = Math.round(((k + 0.5) / pieces) * 200)
    for (let i = 0; i < steps; i++) y = y.map((value, d) => value - field(y, 1 - i / 200)[d] / 200)
    const t = 1 - steps / 200
    const here = field(y, t)
    speed[row] = here.reduce((sum, value) => sum + value * value, 0)
    for (let j = 0; j < dims; j++) {
      const there = field(y.map((value, d) => value + (d === j ? 1e-5 : 0)), t) // prettier-ignore
      frobenius[row] += there.reduce((sum, value, d) => sum + ((value - here[d]) / 1e-5) ** 2, 0)
    }
  }
  return { speed, frobenius }
}

describe('the solvers', () => {
  /** dy/dt = (y₂, −ω² y₁) with ω of each row: y(1) is known. */
  const oscillate = (b: Builder, omega: Node) => (_: Node, y: Node) => {
    const [p, v] = [b.take(y, [0]), b.take(y, [1])]
    return b.concat([v, b.neg(b.mul(b.square(omega), p))], -1)
  }
  const omegas = [0.1, 3, 20]
  const truth = omegas.flatMap((w) => [Math.cos(w), -w * Math.sin(w)])
  const solve = (solver: (b: Builder, start: Node, omega: Node) => { state: Node; evaluations: Node }) => {
    const b = new Builder()
    const omega = b.rows('omega', [3, 1])
    const start = b.concat([b.fill(1, [3, 1]), b.fill(0, [3, 1])], -1)
    const { state, evaluations } = solver(b, start, omega)
    const [slope] = gradient(b, b.sum(b.slice(state, 0, 1)), [omega])
    const values = interpret(shorter(b.program('solve', { state, evaluations, slope })), new Map([['omega', omegas]]))
    return { state: values.get('state')!, evaluations: [...values.get('evaluations')!], slope: values.get('slope')! }
  }
  const adaptive = (tolerance: number) =>
    solve((b, start, omega) => dormandPrince(b, oscillate(b, omega), start, tolerance))

  it('keep the tolerance, with more evaluations where there is more to follow', () => {
    const { state, evaluations, slope } = adaptive(1e-8)
    expectClose(state, truth, 1e-5)
    expectClose(slope, omegas.map((w) => -Math.sin(w)), 1e-5) // prettier-ignore
    expect(evaluations[0]).toBeLessThan(evaluations[1])
    expect(evaluations[1]).toBeLessThan(evaluations[2])
    expect(adaptive(1e-4).evaluations[2]).toBeLessThan(evaluations[2] / 2)
  })

  it('come to an end where the tolerance cannot be kept, with the shortest steps there are', () => {
    const { state, evaluations } = adaptive(1e-16)
    expect(state.every(Number.isFinite)).toBe(true)
    expect(evaluations[2]).toBeLessThanOrEqual(6 * (MOST_STEPS + 5) + 1)
    expectClose(state.subarray(0, 4), truth.slice(0, 4), 1e-8)
  })

  it('know the way as well as its end, between steps far longer than the places are apart', () => {
    const times = [0.1, 0.3, 0.55, 0.8, 0.99]
    const b = new Builder()
    const omega = b.rows('omega', [3, 1])
    const start = b.concat([b.fill(1, [3, 1]), b.fill(0, [3, 1])], -1)
    const { stations } = dormandPrince(b, oscillate(b, omega), start, 1e-8, { times })
    const outputs = Object.fromEntries(stations.map((station, i) => [`at${i}`, station]))
    const found = interpret(shorter(b.program('way', outputs)), new Map([['omega', omegas]]))
    times.forEach((t, i) => {
      expectClose(found.get(`at${i}`)!, omegas.flatMap((w) => [Math.cos(w * t), -w * Math.sin(w * t)]), 1e-5) // prettier-ignore
    })
  })

  it('of fixed steps gain a factor of 16 from half the step', () => {
    const error = (steps: number) => {
      const { state } = solve((b, start, omega) => rungeKutta4(b, oscillate(b, omega), start, steps))
      return Math.hypot(state[2] - truth[2], state[3] - truth[3])
    }
    expect(error(60) / error(120)).toBeGreaterThan(14)
    expect(error(60) / error(120)).toBeLessThan(18)
  })
})
