import { Random } from '@shared/math/random'
import { gradient } from '@shared/tensor/autodiff/vjp'
import { Builder } from '@shared/tensor/ir/builder'
import { firstNonFinite } from '@shared/tensor/runtime/blame'
import { interpret } from '@shared/tensor/runtime/interpreter/interpret'
import { describe, expect, it } from 'vitest'
import { baseOf, isEdged, variedBases, type BaseCase } from './support/bases'
import { fresh, moved, normalRows } from './support/blocks'
import { expectClose } from './support/compare'
import { densityProgram } from './support/density'
import { flowOf, inputs, logDensities } from './support/runs'
import type { Flow } from '@shared/flow/flow'

/** θ as made, and moved away from there. */
const thetas = (flow: Flow) => (flow.size === 0 ? [new Float64Array()] : [fresh(flow, 1), moved(flow, 1)])

/** Midpoints of ℝ through z = s·tan(πu/2), which reaches heavy tails, with the share of length of each. */
function line(n: number, scale: number): { readonly nodes: Float64Array; readonly lengths: Float64Array } {
  const nodes = Float64Array.from({ length: n }, (_, i) => scale * Math.tan((Math.PI / 2) * ((2 * i + 1) / n - 1)))
  return { nodes, lengths: nodes.map((z) => ((scale * Math.PI) / n) * (1 + (z / scale) ** 2)) }
}

/** About how far the draws lie from zero. */
function scaleOf(samples: Float64Array): number {
  const sizes = samples.map(Math.abs).sort()
  return sizes[Math.floor(sizes.length / 2)]
}

/** Kolmogorov–Smirnov's distance of a sample from ∫p, taken along sorted nodes. */
function distance(samples: Float64Array, nodes: Float64Array, mass: Float64Array): number {
  const sorted = samples.slice().sort()
  let [worst, cumulative, i] = [0, 0, 0]
  nodes.forEach((z, at) => {
    while (i < sorted.length && sorted[i] <= z) i++
    worst = Math.max(worst, Math.abs(i / sorted.length - cumulative - mass[at] / 2))
    cumulative += mass[at]
  })
  return worst
}

/** How far from 1 an integral over the plane may be: the grid's error at an edge, and that of Z for a rough network. */
const inPlane = (use: BaseCase) => (isEdged(use) ? 1e-2 : use.entry.type === 'resampled' ? 1e-3 : 1e-4)

describe.each(variedBases)('$name', (use: BaseCase) => {
  const { flow: flowFor, create } = use

  it('integrates to 1 on the line, and draws what its density says', () => {
    const [flow, draws] = [flowFor(1), 20_000]
    for (const theta of thetas(flow)) {
      const samples = flow.sampleBase(theta, new Random(1), draws)
      const { nodes, lengths } = line(20_000, scaleOf(samples))
      const mass = logDensities(flow, theta, nodes).map((nats, i) => Math.exp(nats) * lengths[i])
      expect(mass.reduce((total, m) => total + m, 0)).toBeCloseTo(1, isEdged(use) ? 3 : 6)
      // the chance that a right sample is further off is 1 in 1000
      expect(distance(samples, nodes, mass)).toBeLessThan(1.95 / Math.sqrt(draws))
    }
  })

  it('integrates to 1 in the plane, and draws what its density says in each quadrant', () => {
    const [flow, draws, side] = [flowFor(2), 20_000, isEdged(use) ? 500 : 200]
    const theta = thetas(flow).at(-1)!
    const samples = flow.sampleBase(theta, new Random(2), draws)
    const { nodes, lengths } = line(side, scaleOf(samples))
    const rows = Float64Array.from({ length: 2 * side * side }, (_, at) => {
      const cell = at >> 1
      return nodes[at % 2 === 0 ? Math.floor(cell / side) : cell % side]
    })
    const quadrants = (x: number, y: number) => (x > 0 ? 1 : 0) + (y > 0 ? 2 : 0)
    const [expected, found] = [new Float64Array(4), new Float64Array(4)]
    logDensities(flow, theta, rows).forEach((nats, cell) => {
      const mass = Math.exp(nats) * lengths[Math.floor(cell / side)] * lengths[cell % side]
      expected[quadrants(rows[2 * cell], rows[2 * cell + 1])] += mass
    })
    const total = expected.reduce((sum, m) => sum + m, 0)
    expect(Math.abs(total - 1)).toBeLessThan(inPlane(use))
    for (let i = 0; i < samples.length; i += 2) found[quadrants(samples[i], samples[i + 1])] += 1 / draws
    // four standard errors of a share of a quarter
    found.forEach((share, q) => expect(Math.abs(share - expected[q] / total)).toBeLessThan(4 * Math.sqrt(0.19 / draws)))
  })

  it('draws the same samples from the same seed', () => {
    const flow = flowFor(3)
    const theta = moved(flow, 1)
    const samples = flow.sampleBase(theta, new Random(7), 5)
    expect(samples).toEqual(flow.sampleBase(theta, new Random(7), 5))
    expect(samples).toHaveLength(15)
    expect(samples.every(Number.isFinite)).toBe(true)
  })

  it.each([1, 2, 3])('has gradients equal to central differences for D = %i', (dims) => {
    const flow = flowFor(dims)
    const [theta, start] = [moved(flow, 2), normalRows(4, dims, 3, isEdged(use) ? 0.03 : 1.5)]
    const b = new Builder()
    const x = b.input('rows', [4, dims])
    const whole = b.input('theta', [flow.size])
    const loss = b.sum(b.mul(b.constant([1, -0.7, 0.4, 1.3], [4]), flow.trace(b, whole).logDensity(x).logDensity))
    const [dTheta, dRows] = gradient(b, loss, [whole, x])
    const program = b.program('loss', { loss, dTheta, dRows })
    const run = (at: Float64Array, points: Float64Array) => interpret(program, inputs(at, points))
    const found = run(theta, start)
    const random = new Random(4)
    const step = 1e-6
    const check = (length: number, name: string, shifted: (by: Float64Array) => [Float64Array, Float64Array]) => {
      const v = Float64Array.from({ length }, () => random.normal())
      const ends = [step, -step].map((h) => run(...shifted(v.map((entry) => h * entry))).get('loss')![0])
      const along = v.reduce((total, entry, i) => total + entry * found.get(name)![i], 0)
      expectClose([along], [(ends[0] - ends[1]) / (2 * step)], 1e-6, name)
    }
    if (flow.size > 0) check(theta.length, 'dTheta', (by) => [theta.map((t, i) => t + by[i]), start])
    check(start.length, 'dRows', (by) => [theta, start.map((x, i) => x + by[i])])
  })

  it.each([1, 2, 5])('has no NaN and no infinite gradient in single precision at hard points, for D = %i', (dims) => {
    const hard = [0, 1e-30, -1e-7, 4, -4, 37, -100, 1e4, -1e4, 3.1415927]
    const flow = flowOf(dims, [], create(dims))
    const rows = Float64Array.from({ length: hard.length * dims }, (_, at) => hard[(at * 7) % hard.length])
    for (const theta of thetas(flow)) {
      const found = interpret(densityProgram(flow, hard.length), inputs(theta, rows).set('latents', rows), Float32Array)
      for (const name of ['dTheta', 'dRows']) expect(found.get(name)!.every(Number.isFinite), name).toBe(true)
      const nats = [...found.get('logDensity')!]
      expect(nats.some(Number.isNaN)).toBe(false)
      if (!isEdged(use)) expect(nats.every(Number.isFinite)).toBe(true)
    }
  })
})

const product = variedBases.filter(({ entry }) => entry.type !== 'mixture')

it.each(product)('$name is independent and alike in every coordinate at the start', ({ flow }) => {
  const rows = Float64Array.of(0.05, -0.02, 0.09)
  const single = logDensities(flow(1), fresh(flow(1), 1), rows)
  expectClose(logDensities(flow(3), fresh(flow(3), 1), rows), [single[0] + single[1] + single[2]], 1e-12)
})

describe('the uniform base outside its box', () => {
  const flow = flowOf(2, [], baseOf('uniform', 2, { halfWidth: 1 }))
  const rows = Float64Array.of(0.5, 0.5, 0.5, 1.5)

  it('has density zero', () => {
    expect([...logDensities(flow, new Float64Array(), rows)]).toEqual([-2 * Math.log(2), -Infinity])
  })

  it('is named as the block to blame for an infinite loss, and gives no NaN gradient', () => {
    const b = new Builder()
    const x = b.input('rows', [2, 2])
    const loss = b.neg(b.mean(flow.trace(b, b.input('theta', [0])).logDensity(x).logDensity))
    const [dx] = gradient(b, loss, [x])
    const bound = inputs(new Float64Array(), rows)
    expect(firstNonFinite(b.program('loss', { loss }), bound)).toMatchObject({ scope: 'base' })
    expect(firstNonFinite(b.program('gradient', { dx }), bound)).toBeNull()
  })
})

it('the torus holds both ends of an angle in either precision, as rounding puts angles just below π on π', () => {
  const flow = flowOf(2, [], baseOf('torus', 2))
  const rows = Float64Array.of(Math.PI, -Math.PI, 0, 3.2)
  for (const type of [Float64Array, Float32Array]) {
    const found = interpret(densityProgram(flow, 2), inputs(new Float64Array(), rows).set('latents', rows), type)
    const [inside, outside] = found.get('logDensity')!
    expect(inside).toBeCloseTo(-2 * Math.log(2 * Math.PI), 5)
    expect(outside).toBe(-Infinity)
  }
})
