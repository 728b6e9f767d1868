import { blocks } from '@shared/catalogue/registry'
import type { Flow } from '@shared/flow/flow'
import { contextsOf, joinRows, pointsOf } from '@shared/flow/rows'
import { Random } from '@shared/math/random'
import { createWasmBackend } from '@shared/tensor/backends/wasm'
import { detectFeatures } from '@shared/tensor/backends/wasm/features'
import { Builder } from '@shared/tensor/ir/builder'
import { interpret } from '@shared/tensor/runtime/interpreter/interpret'
import { describe, expect, it } from 'vitest'
import { create, into, intervalOf, moved, normalRows, settingsFor } from './support/blocks'
import { expectClose, logAbsDeterminant, relativeError } from './support/compare'
import { densityProgram } from './support/density'
import { directions, flowOf, inputs, jacobians, logDensities, opposite, run, type Direction } from './support/runs'

/** Numbers of context. */
const given = 2
const rows = 4

/** Every block of the catalogue that can see the context. */
const conditional = blocks.filter(({ settings }) => settings.some(({ key }) => key === 'context'))

describe.each(conditional)('$type, given a context', (entry) => {
  const { domain, codomain } = entry
  const settings = settingsFor(entry, 1)
  const within = { forward: intervalOf(domain, settings), inverse: intervalOf(codomain, settings) }
  const flowFor = (dims: number) => flowOf(dims, [create(entry, dims, {}, given)], undefined, given)
  /** Rows of points inside the block's range, each with a context of its own. */
  const rowsFor = (flow: Flow, direction: Direction, seed: number) => {
    const points = normalRows(rows, flow.dims, seed).map((value) => into(within[direction], value))
    return Float64Array.from(joinRows(flow, points, normalRows(rows, given, seed + 100)))
  }

  it.each([1, 2, 3, 5])('inverts itself, with the log-determinant of its Jacobian, for D = %i', (dims) => {
    const flow = flowFor(dims)
    const theta = moved(flow, 1)
    for (const direction of directions) {
      const start = rowsFor(flow, direction, 5)
      const there = run(flow, theta, direction, start)
      const back = run(
        flow,
        theta,
        opposite(direction),
        Float64Array.from(joinRows(flow, Float64Array.from(there.value), contextsOf(flow, start))),
      )
      expectClose(back.value, pointsOf(flow, start), 1e-8, `${direction} and back`)
      expectClose(there.logDet, jacobians(flow, theta, direction, start).map(logAbsDeterminant), 1e-7, direction)
    }
  })

  it.each([1, 2, 3])('has gradients equal to central differences, of the context too, for D = %i', (dims) => {
    const flow = flowFor(dims)
    const theta = moved(flow, 2)
    const start = rowsFor(flow, 'inverse', 6)
    const mean = (at: Float64Array, points: Float64Array) =>
      logDensities(flow, at, points).reduce((sum, value) => sum + value / rows, 0)
    const program = densityProgram(flow, rows)
    const found = interpret(program, inputs(theta, start).set('latents', Float64Array.from(pointsOf(flow, start))))
    const random = new Random(dims).fork('ways')
    for (const [name, at] of [
      ['dTheta', theta],
      ['dRows', start],
    ] as const) {
      const way = at.map(() => random.normal())
      const step = 1e-6
      const shifted = (h: number) => at.map((value, i) => value + h * way[i])
      const ends = [step, -step].map((h) => (at === theta ? mean(shifted(h), start) : mean(theta, shifted(h))))
      const along = way.reduce((sum, value, i) => sum + value * found.get(name)![i], 0)
      expectClose([along], [(ends[0] - ends[1]) / (2 * step)], 1e-5, name)
    }
  })

  it('moves every coordinate that it transforms when its context does', () => {
    for (const dims of [1, 3]) {
      const flow = flowFor(dims)
      const theta = moved(flow, 3)
      const start = rowsFor(flow, 'inverse', 7)
      const other = Float64Array.from(joinRows(flow, Float64Array.from(pointsOf(flow, start)), [0.3, -1.2]))
      const [before, after] = [start, other].map((at) => run(flow, theta, 'inverse', at).value)
      const transformed = Array.from({ length: dims }, (_, d) => before[d] !== start[d])
      expect(Array.from({ length: dims }, (_, d) => before[d] !== after[d])).toEqual(transformed)
    }
  })

  it('is as without a context where it is told not to see it', () => {
    const blind = flowOf(2, [create(entry, 2, { context: false }, given)], undefined, given)
    const plain = flowOf(2, [create(entry, 2)])
    expect(blind.parameters).toEqual(
      plain.parameters.map((place) => expect.objectContaining({ name: place.name, size: place.size })),
    )
    const theta = moved(plain, 4)
    const start = rowsFor(blind, 'inverse', 8)
    const points = Float64Array.from(pointsOf(blind, start))
    expect(logDensities(blind, theta, start)).toEqual(logDensities(plain, theta, points))
  })

  it('stays finite in single precision, gradients too, far out in x and in what it is given', () => {
    if (within.inverse[0] > -Infinity) return // no far points
    const flow = flowFor(2)
    const far = Float64Array.from([1e4, -1e4, 0.5, -1e4, 1e4, 1e4, 0, 0].flatMap((x, i) => [x, i % 2 ? 1e3 : -0.3]))
    const contexts = Float64Array.from({ length: 16 }, (_, i) => [1e4, -1e4, 0.1, 300][(i + (i >> 2)) % 4])
    const start = Float64Array.from(joinRows(flow, far, contexts))
    const program = densityProgram(flow, 8)
    const found = interpret(program, inputs(moved(flow, 1, 0.1), start).set('latents', far), Float32Array)
    for (const name of ['logDensity', 'z', 'dTheta', 'dRows'])
      expect([...found.get(name)!].every(Number.isFinite), name).toBe(true)
  })

  it('has the densities and gradients of the reference when compiled', async () => {
    // by few steps where there is a solver: a loop whose gradient is of a context is written out turn by turn
    const solved = entry.settings.some(({ key }) => key === 'solver')
    const flow = flowOf(2, [create(entry, 2, solved ? { solver: 'rk4', steps: 2 } : {}, given)], undefined, given)
    const program = densityProgram(flow, 40)
    const points = normalRows(40, 2, 9).map((value) => into(within.inverse, value))
    const start = Float64Array.from(joinRows(flow, points, normalRows(40, given, 10)))
    const inputsOf = inputs(moved(flow, 1, 0.1), start).set(
      'latents',
      normalRows(40, 2, 11).map((value) => into(within.forward, value)),
    )
    const expected = interpret(program, inputsOf)
    const executable = await backend.prepare(program)
    for (const [input, values] of inputsOf) executable.write(input, values)
    await executable.run()
    for (const [output, values] of expected)
      expect(relativeError(await executable.read(output), values), output).toBeLessThan(1e-4)
    executable.dispose()
  })
})

const backend = createWasmBackend({
  precision: 'float32',
  features: detectFeatures(),
  pool: null,
  threads: 1,
  memoryLimit: 2 ** 30,
  now: () => 0,
})

describe('an autoregressive block, given a context', () => {
  it('still lets no coordinate see a later one', () => {
    const entry = conditional.find(({ type }) => type === 'masked-autoregressive')!
    const flow = flowOf(3, [create(entry, 3, {}, given)], undefined, given)
    const start = Float64Array.from(joinRows(flow, normalRows(rows, 3, 1), normalRows(rows, given, 2)))
    for (const matrix of jacobians(flow, moved(flow, 5), 'inverse', start))
      expect([matrix[0][1], matrix[0][2], matrix[1][2]]).toEqual([0, 0, 0])
  })
})

describe('a flow that is given a context', () => {
  it('is not traced without one', () => {
    const b = new Builder()
    const flow = flowOf(1, [], undefined, 1)
    expect(() => flow.trace(b, b.input('theta', [1]))).toThrow('a context of 0 numbers for a flow that takes 1')
  })
})
