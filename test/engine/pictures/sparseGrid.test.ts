import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { openDocument } from '@shared/engine/open'
import { density } from '@shared/engine/pictures/density'
import { DensityEye } from '@shared/engine/pictures/eyes'
import { field } from '@shared/engine/pictures/field'
import { nodes as nodesOf, product } from '@shared/engine/pictures/grids'
import { Job } from '@shared/engine/pictures/job'
import type { Subject } from '@shared/engine/pictures/picture'
import { leastRows, SparseGrid } from '@shared/engine/pictures/sparseGrid'
import { drawWhole } from '@shared/engine/pictures/whole'
import { parseDocument } from '@shared/document/validate'
import type { DensityFrame, FieldFrame } from '@shared/rpc/protocol'
import { densityLevels } from '../../../src/renderer/views/levels'
import { fakeHost } from '../fakeHost'
import { backend, deepModel, draw, subjectOf } from './subjects'

/** By how much p may be off at any node, in units of the peak: what kinks leave of a tolerance eight times as strict. */
const BOUND = 1 / 32

type Bounds = [number, number, number, number]
type LogP = (x: number, y: number) => number

/** Over [−1, 1]²: the sparse grid and the whole one. */
function drawn(logP: LogP, resolution: number, budget?: number, rowStep?: number) {
  const grid = new SparseGrid(resolution, new DensityEye(), budget, rowStep)
  const at = (node: number) => (2 * node) / (resolution - 1) - 1
  for (const { nodes, values } of grid.rounds())
    for (let k = 0; k < values.length; k++) values[k] = logP(at(nodes[2 * k]), at(nodes[2 * k + 1]))
  const places = product([nodesOf(-1, 1, resolution), nodesOf(-1, 1, resolution)])
  const exact = Float32Array.from({ length: resolution ** 2 }, (_, k) => logP(places[2 * k], places[2 * k + 1]))
  return { exact, found: grid.values(), share: grid.computed / resolution ** 2 }
}

/** The largest difference of p at a node, in units of the peak. */
function furthest(found: Float32Array, exact: Float32Array): number {
  const peak = exact.reduce((most, value) => Math.max(most, value), -Infinity)
  return found.reduce(
    (most, value, k) => Math.max(most, Math.abs(Math.exp(value - peak) - Math.exp(exact[k] - peak))),
    0,
  )
}

/** How much of the mass the regions of 50, 80 and 95 % hold by the levels of another grid. */
function massesWithin(exact: Float32Array, found: Float32Array): number[] {
  const weights = exact.map(Math.exp)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const levels = densityLevels(found, 1 / total, [0.5, 0.8, 0.95]).logDensity
  return levels.map((level) => weights.reduce((sum, weight, k) => sum + (exact[k] >= level! ? weight : 0), 0) / total)
}

const bump = (x: number, y: number, sd: number) => -(x * x + y * y) / (2 * sd * sd) - 2 * Math.log(sd)
const logSum = (...terms: number[]) => Math.log(terms.reduce((sum, term) => sum + Math.exp(term), 0))
const densities: Record<string, LogP> = {
  'a broad normal': (x, y) => bump(x, y, 0.4),
  'a mixture': (x, y) => logSum(bump(x - 0.5, y, 0.12), bump(x + 0.4, y - 0.3, 0.2), bump(x, y + 0.5, 0.08)),
  'a narrow ring': (x, y) => -((Math.hypot(x, y) - 0.6) ** 2) / (2 * 0.05 ** 2),
  'a kink': (x, y) => -3 * Math.abs(x + 0.37 * y) - 2 * Math.abs(y - 0.2),
  'a cliff': (x, y) => (x + 0.3 * y > 0.1 ? 0 : -4) - x * x - y * y,
  'a thin spike on a node of the first lattice, far off': (x, y) =>
    logSum(bump(x + 0.5, y + 0.5, 0.15), bump(x - 1, y - 1, 0.03)),
  'a spike one node wide in the middle of a square of the first lattice': (x, y) =>
    logSum(bump(x + 0.5, y + 0.5, 0.15), bump(x - 81 / 95, y - 81 / 95, 2 / 95)),
}

describe.each([96, 97, 128, 192])('a sparse grid of %i²', (resolution) => {
  it.each(Object.entries(densities))('is as good as the whole one to the eye: %s', (_, logP) => {
    const { exact, found } = drawn(logP, resolution)
    expect(furthest(found, exact)).toBeLessThan(BOUND)
    massesWithin(exact, found).forEach((mass, k) => {
      expect(Math.abs(mass - massesWithin(exact, exact)[k])).toBeLessThan(0.01)
    })
  })

  it('computes at least a lattice of 24², and not much more of what is smooth', () => {
    expect(leastRows(resolution)).toBeGreaterThanOrEqual(24 ** 2)
    const { share } = drawn(densities['a broad normal'], resolution)
    expect(share).toBeLessThan((1.5 * leastRows(resolution)) / resolution ** 2)
  })

  it('interpolates nothing across the edge of a support, nor where there is no number', () => {
    const support: LogP = (x, y) => (x > 0.21 * y ? -x - y * y : -Infinity)
    const half = drawn(support, resolution)
    expect([...half.found].map(Number.isFinite)).toEqual([...half.exact].map(Number.isFinite))
    expect(furthest(half.found, half.exact)).toBeLessThan(BOUND)
    const hole = drawn((x, y) => (Math.abs(x - y) < 0.3 ? NaN : -x * x - y * y), resolution)
    expect([...hole.found].map(Number.isNaN)).toEqual([...hole.exact].map(Number.isNaN))
  })
})

describe('a sparse grid', () => {
  it('of nothing is nothing, and no more than its first lattice', () => {
    const { found, share } = drawn(() => -Infinity, 96)
    expect(found.every((value) => value === -Infinity)).toBe(true)
    expect(share * 96 ** 2).toBe(leastRows(96))
  })

  it('of up to 45² nodes is whole', () => {
    expect([8, 24, 32, 45].map(leastRows)).toEqual([8, 24, 32, 45].map((resolution) => resolution ** 2))
    expect(leastRows(46)).toBe(24 ** 2)
  })

  it('keeps to a budget, spends it where it is of most use, and still guesses nothing without numbers', () => {
    const cliff: LogP = (x, y) => (Math.hypot(x, y) < 0.6 ? 0 : -1 - 3 * Math.abs(x))
    const free = drawn(cliff, 96)
    const [fair, poor] = [2400, 1200].map((budget) => drawn(cliff, 96, budget))
    expect([fair, poor].map(({ share }) => share * 96 ** 2)).toEqual([2400, 1200])
    expect(free.share * 96 ** 2).toBeGreaterThan(2400)
    expect(furthest(fair.found, free.exact)).toBeLessThan(furthest(poor.found, free.exact))
    const inSteps = drawn(cliff, 96, 700, 128) // one step for the 30 middles there is room for, and then there is none for sides
    expect(inSteps.share * 96 ** 2).toBe(25 ** 2 + 128)
    const edge = drawn((x, y) => (x > 0.21 * y ? cliff(x, y) : -Infinity), 96, 0)
    expect([...edge.found].map(Number.isFinite)).toEqual([...edge.exact].map(Number.isFinite))
  })

  it('does not look for what is far below the peak', () => {
    const ripples: LogP = (x, y) => (x > 0 ? -30 + 5 * Math.sin(40 * x) * Math.sin(40 * y) : -x * x)
    expect(drawn((x, y) => (x > 0.1 ? ripples(x, y) : 0), 96).share).toBeLessThan(0.35)
  })
})

/** The frame of a view as it is drawn while training. */
async function sparsely(subject: Subject, theta: Float64Array, view: Parameters<typeof density.begin>[0]) {
  const job = new Job(density.begin(view, subject, theta, view.resolution, Infinity), subject)
  while (!job.whole) await job.advance()
  return job.drawing.frame(0) as DensityFrame
}

describe('the live pictures of a flow', () => {
  let subject: Subject
  let theta: Float64Array

  beforeAll(async () => {
    const text = await readFile(new URL('../../../resources/examples/two-moons.flow.json', import.meta.url), 'utf8')
    const document = parseDocument(JSON.parse(text))
    if (!document.ok) throw new Error('the example is no document')
    const { settings } = fakeHost()
    const machine = { settings, backend, viewer: backend, exact: backend, reports: [], dispose: () => undefined }
    const opened = await openDocument(document.value, { host: fakeHost(), machine })
    if (!opened.ok || typeof opened.value.trainer === 'string') throw new Error('the example does not train')
    subject = opened.value
    const { trainer } = opened.value
    while (trainer.step < 300) await trainer.takeSteps(1)
    theta = await trainer.weights()
  })

  it.each([96, 128])('of the density of two moons at %i² are computed at one place of four', async (resolution) => {
    const view = { kind: 'density', id: 'd', bounds: [-2.2, 3.2, -2.4, 2.9], resolution } as const
    const frame = await sparsely(subject, theta, { ...view, bounds: [...view.bounds] })
    const exact = await drawWhole({ ...view, bounds: [...view.bounds] }, subject, theta, 0)
    expect(exact.computed).toBe(resolution ** 2)
    expect(frame.computed).toBeLessThan(0.25 * resolution ** 2)
    expect(furthest(frame.logDensity, exact.logDensity)).toBeLessThan(BOUND)
    massesWithin(exact.logDensity, frame.logDensity).forEach((mass, k) => {
      expect(Math.abs(mass - [0.5, 0.8, 0.95][k])).toBeLessThan(0.01)
    })
  })

  it.each([
    { direction: 'inverse', bounds: [-2.2, 3.2, -2.4, 2.9] },
    { direction: 'forward', bounds: [-2.5, 2.5, -2.5, 2.5] },
  ] as const)('of its field, $direction, are computed in part and exact to the eye', async ({ direction, bounds }) => {
    const view = { kind: 'field', id: 'f', direction, bounds: [...bounds], resolution: 96 } as const
    const whole = { ...view, node: null, cumulative: false, glyphs: 14, bounds: [...bounds] as Bounds }
    const job = new Job(field.begin(whole, subject, theta, 96, Infinity), subject)
    while (!job.whole) await job.advance()
    const frame = job.drawing.frame(0) as FieldFrame
    const exact = await drawWhole(whole, subject, theta, 0)
    expect(exact.computed).toBe(96 ** 2)
    expect(frame.computed).toBeLessThan(0.72 * 96 ** 2)
    expect(frame.jacobians).toEqual(exact.jacobians)
    const sizes = exact.logDet.map(Math.abs).sort()
    const scale = 2 * sizes[Math.floor(0.98 * sizes.length)]
    const errors = frame.logDet.map((value, k) => Math.abs(value - exact.logDet[k]) / scale).sort()
    expect(errors[Math.floor(0.99 * errors.length)]).toBeLessThan(1 / 64)
    expect(errors.at(-1)).toBeLessThan(1 / 12)
  })

  it('over a plane of a space are sparse too', async () => {
    const plane = { axes: [2, 0] as [number, number], through: [0.3, -0.4, 0.2] }
    const view = { kind: 'density', id: 'd', bounds: [-4, 4, -4, 4], resolution: 96, plane } as const
    const [deep, exact] = [
      subjectOf(deepModel),
      { ...view, bounds: [...view.bounds] as [number, number, number, number] },
    ]
    const frame = await sparsely(deep, deepModel.theta, exact)
    expect(frame.computed).toBeLessThan(0.6 * 96 ** 2)
    expect(furthest(frame.logDensity, (await draw(exact, deep, deepModel)).logDensity)).toBeLessThan(BOUND)
  })
})
