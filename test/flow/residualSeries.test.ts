import { blockEntry } from '@shared/catalogue/registry'
import type { Settings } from '@shared/catalogue/types'
import { lipschitzNetwork } from '@shared/flow/conditioners/lipschitz'
import type { Flow } from '@shared/flow/flow'
import { logDetSeries } from '@shared/flow/linear/logDetSeries'
import { drawNoise, noiseInputs } from '@shared/flow/noise'
import { fixedPoint } from '@shared/flow/solve/fixedPoint'
import { Random } from '@shared/math/random'
import { jvp } from '@shared/tensor/autodiff/jvp'
import { gradient } from '@shared/tensor/autodiff/vjp'
import { createWasmBackend } from '@shared/tensor/backends/wasm'
import { detectFeatures } from '@shared/tensor/backends/wasm/features'
import { Builder } from '@shared/tensor/ir/builder'
import { interpret } from '@shared/tensor/runtime/interpreter/interpret'
import { describe, expect, it } from 'vitest'
import { create, moved, normalRows } from './support/blocks'
import { expectClose, relativeError } from './support/compare'
import { flowOf, jacobians, logDensities, shorter } from './support/runs'

const dims = 3
const residual = (settings: Settings) => flowOf(dims, [create(blockEntry('residual')!, dims, settings)])

/** n copies of one point. */
const copies = (n: number) => {
  const point = normalRows(1, dims, 2)
  return Float64Array.from({ length: n * dims }, (_, i) => point[i % dims])
}

/**
 * log|det ∂z/∂x| of rows as a training step has it, or as it is shown, and how it changes where θ moves along one
 * direction, and where all rows do.
 */
function logDets(flow: Flow, theta: Float64Array, rows: Float64Array, isTraining: boolean) {
  const n = rows.length / dims
  const b = new Builder()
  const [x, whole] = [b.rows('rows', [n, dims]), b.input('theta', [flow.size])]
  const { logDet } = flow.trace(b, whole, isTraining ? { rows: n } : {}).inverse(x)
  const along = (size: number, seed: number) => normalRows(1, size, seed)
  const [byTheta] = jvp(b, [logDet], [whole], [b.constant(along(flow.size, 7), [flow.size])])
  const [byRows] = jvp(b, [logDet], [x], [b.broadcast(b.constant(along(dims, 8), [dims]), [n, dims])])
  const program = shorter(b.program('logDets', { logDet, byTheta: byTheta!, byRows: byRows! }))
  const random = new Random(5)
  const noise = noiseInputs(program).map((input) => [input.input, Float64Array.from(drawNoise(input, random))] as const)
  const values = interpret(program, new Map<string, Float64Array>([['rows', rows], ['theta', theta], ...noise])) // prettier-ignore
  return (['logDet', 'byTheta', 'byRows'] as const).map((name) => Float64Array.from(values.get(name)!))
}

/** Fails unless the mean of draws is within 3 standard errors of what it should be, and these tell something. */
function expectMean(draws: Float64Array, truth: number, where: string): void {
  const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length
  const variance = draws.reduce((sum, value) => sum + (value - mean) ** 2, 0) / draws.length
  const error = Math.sqrt(variance / draws.length)
  expect(error, where).toBeGreaterThan(0)
  expect(error / Math.abs(truth), where).toBeLessThan(0.1)
  expect(Math.abs(mean - truth) / error, where).toBeLessThan(3)
}

/**
 * A block, once with the exact determinant and once estimated, with parameters for which it shrinks space by nearly as
 * much as it may, so that many terms of the series count.
 */
function both(lipschitz: number, settings: Settings) {
  const net = { lipschitz, width: dims, depth: 1 }
  const [exact, estimated] = [net, { ...net, ...settings }].map((all) => residual(all))
  const theta = moved(exact, 1, 0.2)
  for (const [name, scale] of [
    ['layer1.weight', 1],
    ['output.weight', -1],
  ] as const) {
    const { offset } = exact.place('block0', name)
    for (let i = 0; i < dims * dims; i++)
      theta[offset + i] = scale * (Number(i % (dims + 1) === 0) + 0.2 * Math.sin(3 * i))
  }
  const { offset } = exact.place('block0', 'layer1.bias')
  theta.fill(2, offset, offset + dims)
  return { exact, estimated, theta }
}

describe('a residual block with an estimated log-determinant', () => {
  it.each([0.3, 0.6, 0.9])('is right in the mean by Russian roulette, and so are its gradients, c = %d', (c) => {
    const { exact, estimated, theta } = both(c, { logDet: 'roulette', exactTerms: 4, continuation: 0.9 })
    const truth = logDets(exact, theta, copies(1), false)
    const draws = logDets(estimated, theta, copies(4000), true)
    draws.forEach((values, i) => expectMean(values, truth[i][0], ['logDet', 'by theta', 'by rows'][i]))
    expect(truth[0][0]).toBeLessThan(-1.5 * c) // space shrinks a lot
  })

  it.each([0.3, 0.9])('has the mean of the terms it takes, within the bound of the rest, c = %d', (c) => {
    const terms = 5
    const { exact, estimated, theta } = both(c, { logDet: 'series', terms })
    const [J] = jacobians(exact, theta, 'inverse', copies(1)).map((of) => of.map((row, i) => row.map((v, j) => v - Number(i === j)))) // prettier-ignore
    let [power, sum] = [J, 0]
    for (let k = 1; k <= terms; k++) {
      sum += ((k % 2 ? 1 : -1) / k) * power.reduce((trace, row, i) => trace + row[i], 0)
      power = power.map((row) => row.map((_, j) => row.reduce((total, v, l) => total + v * J[l][j], 0)))
    }
    expectMean(logDets(estimated, theta, copies(4000), true)[0], sum, 'the truncated series')
    const [[truth]] = logDets(exact, theta, copies(1), false)
    expect(Math.abs(sum - truth)).toBeLessThan((dims * c ** (terms + 1)) / ((terms + 1) * (1 - c)))
  })

  it.each(['series', 'roulette'])('shows the exact density whatever training does: %s', (logDet) => {
    const { exact, estimated, theta } = both(0.9, { logDet })
    const rows = normalRows(20, dims, 3)
    expect(logDensities(estimated, theta, rows)).toEqual(logDensities(exact, theta, rows))
  })

  it('estimates on the way from z to x as well', () => {
    const { exact, estimated, theta } = both(0.6, { logDet: 'roulette' })
    const forward = (flow: Flow, n: number, rows?: number) => {
      const b = new Builder()
      const z = b.rows('rows', [n, dims])
      const { logDet } = flow.trace(b, b.input('theta', [flow.size]), { rows }).forward(z)
      const program = shorter(b.program('forward', { logDet }))
      const random = new Random(6)
      const noise = noiseInputs(program).map((input) => [input.input, Float64Array.from(drawNoise(input, random))] as const) // prettier-ignore
      const given = new Map<string, Float64Array>([['rows', copies(n)], ['theta', theta], ...noise])
      return Float64Array.from(interpret(program, given).get('logDet')!)
    }
    expectMean(forward(estimated, 1000, 1000), forward(exact, 1)[0], 'z to x')
  })

  it.each(['series', 'roulette'])('does the same compiled: %s', async (logDet) => {
    const { estimated: flow, theta } = both(0.9, { logDet })
    const n = 131
    const b = new Builder()
    const whole = b.input('theta', [flow.size])
    const { logDensity } = flow.trace(b, whole, { rows: n }).logDensity(b.rows('rows', [n, dims]))
    const [slope] = gradient(b, b.mean(logDensity), [whole])
    const program = b.program('step', { logDensity, slope })
    const given = new Map<string, Float64Array>([['rows', normalRows(n, dims, 4)], ['theta', theta]]) // prettier-ignore
    for (const input of noiseInputs(program))
      given.set(input.input, Float64Array.from(drawNoise(input, new Random(9).fork(input.kind))))
    const features = detectFeatures()
    const limits = { pool: null, threads: 1, memoryLimit: 2 ** 30, now: () => 0 }
    const executable = await createWasmBackend({ precision: 'float64', features, ...limits }).prepare(program)
    for (const [input, values] of given) executable.write(input, values)
    await executable.run()
    for (const [output, values] of interpret(program, given))
      expect(relativeError(await executable.read(output), values), output).toBeLessThan(1e-9)
    executable.dispose()
  })
})

describe('the series of a log-determinant', () => {
  /** J of g(x) = x W is Wᵀ, the same everywhere; v is the same in every row. */
  const W = [0.5, -0.2, 0.3, 0.4]
  const probe = [1, -1]
  /** vᵀJᵏv. */
  const trace = (k: number) => {
    let row = probe
    for (let i = 0; i < k; i++) row = [row[0] * W[0] + row[1] * W[2], row[0] * W[1] + row[1] * W[3]]
    return row[0] * probe[0] + row[1] * probe[1]
  }
  const estimates = (always: number, draws: readonly number[], continuation?: number) => {
    const b = new Builder()
    const n = draws.length
    const at = b.rows('x', [n, 2])
    const roulette = continuation ? { continuation, draw: b.constant(draws, [n, 1]) } : undefined
    const value = b.matmul(at, b.constant(W, [2, 2]))
    const logDet = logDetSeries(b, { at, value }, b.broadcast(b.constant(probe, [2]), [n, 2]), { always, roulette })
    return [...interpret(b.program('series', { logDet }), new Map([['x', normalRows(n, 2, 1)]])).get('logDet')!]
  }
  /** The first n terms, over their chances. */
  const sum = (n: number, chance: (k: number) => number) =>
    Array.from({ length: n }, (_, i) => i + 1).reduce(
      (total, k) => total + ((k % 2 ? 1 : -1) * trace(k)) / (k * chance(k)),
      0,
    )

  it('ends in each row where chance says, and weighs terms by how seldom they are taken', () => {
    const expected = [2, 2, 3, 6].map((n) => sum(n, (k) => [1, 1, 0.5, 0.25, 0.125, 0.0625][k - 1]))
    expectClose(estimates(2, [0.9, 0.5, 0.3, 0.04], 0.5), expected, 1e-12)
  })

  it.each([
    [0.5, 21], // 2⁻¹⁹ is the last chance above 10⁻⁶
    [0.95, 100],
  ])('ends at last where a next term has the chance %d', (q, most) => {
    expectClose(estimates(2, [0], q), [sum(most, (k) => q ** Math.max(k - 2, 0))], 1e-12)
  })

  it('takes all terms in every row where none is left to chance', () => {
    expectClose(estimates(3, [0.99, 0]), [sum(3, () => 1), sum(3, () => 1)], 1e-12)
  })
})

describe('the fixed point of a contraction', () => {
  it.each([0.5, 0.9, 0.97])('ends only once its error keeps the tolerance, c = %d', (c) => {
    const tolerance = 1e-3
    const b = new Builder()
    const start = b.rows('start', [3, 1])
    const { value, evaluations } = fixedPoint(b, (x) => b.mul(x, c), start, { rate: c, tolerance, most: 2000 })
    const program = b.program('fixed point', { value, evaluations })
    const found = interpret(program, new Map([['start', Float64Array.of(0, 1, -100)]]))
    const [none, few, many] = found.get('evaluations')!
    for (const x of found.get('value')!) expect(Math.abs(x)).toBeLessThan(tolerance)
    expect(none).toBe(1)
    expect(Math.abs(few - Math.log(tolerance) / Math.log(c))).toBeLessThan(1.01) // each row has turns of its own
    expect(many).toBeGreaterThan(few)
  })

  it('leaves rows as they are after the most turns', () => {
    const b = new Builder()
    const { value, evaluations } = fixedPoint(b, (x) => b.mul(x, 0.5), b.rows('start', [1, 1]), {
      rate: 0.5,
      tolerance: 1e-9,
      most: 3,
    })
    const found = interpret(b.program('fixed point', { value, evaluations }), new Map([['start', Float64Array.of(8)]]))
    expect([...found.get('value')!, ...found.get('evaluations')!]).toEqual([1, 3])
  })

  it('keeps its promise for a network that bends as much as it may', () => {
    const c = 0.97
    const network = lipschitzNetwork(2, { width: 8, depth: 2, bound: c })
    const b = new Builder()
    const parameter = (name: string) => b.input(name, network.parameters.find((spec) => spec.name === name)!.shape)
    const g = network.bind({ b, parameter })
    const z = b.rows('z', [50, 2])
    const at = (tolerance: number) => fixedPoint(b, (x) => b.sub(z, g(x)), z, { rate: c, tolerance, most: 5000 }).value
    const given = new Map(network.parameters.map(({ name, shape }, i) => [name, normalRows(1, shape.reduce((n, size) => n * size, 1), i, 3)])) // prettier-ignore
    const program = shorter(b.program('fixed point', { rough: at(1e-2), fine: at(1e-10) }))
    const found = interpret(program, given.set('z', normalRows(50, 2, 9, 2)))
    const errors = Array.from(found.get('rough')!, (x, i) => Math.abs(x - found.get('fine')![i]))
    expect(Math.max(...errors)).toBeLessThan(1e-2)
    expect(Math.max(...errors)).toBeGreaterThan(1e-9)
  })
})
