import { blocks } from '@shared/catalogue/registry'
import { lipschitzNetwork, logSpectralBound } from '@shared/flow/conditioners/lipschitz'
import { orthogonal } from '@shared/flow/initial'
import { logDeterminant, solve } from '@shared/flow/linear/pivotFree'
import { Random } from '@shared/math/random'
import { Builder } from '@shared/tensor/ir/builder'
import type { Node } from '@shared/tensor/ir/program'
import { interpret } from '@shared/tensor/runtime/interpreter/interpret'
import { describe, expect, it } from 'vitest'
import { create, moved, normalRows } from './support/blocks'
import { expectClose, logAbsDeterminant, relativeError } from './support/compare'
import { flowOf, logDensities, run } from './support/runs'

const residual = (dims: number, lipschitz: number) =>
  flowOf(dims, [
    create(
      blocks.find(({ type }) => type === 'residual')!,
      dims,
      { lipschitz },
    ),
  ])

/** The largest singular value of a matrix [n, m], by many steps of power iteration on WᵀW. */
function largestSingularValue(w: Float64Array, n: number, m: number): number {
  let v = normalRows(1, m, 3)
  let norm = 0
  for (let step = 0; step < 2000; step++) {
    const image = Float64Array.from({ length: n }, (_, i) => v.reduce((sum, x, j) => sum + w[i * m + j] * x, 0))
    const back = Float64Array.from({ length: m }, (_, j) => image.reduce((sum, y, i) => sum + w[i * m + j] * y, 0))
    norm = Math.sqrt(Math.hypot(...back) / Math.hypot(...v))
    v = back.map((x) => x / Math.hypot(...back))
  }
  return norm
}

function bound(w: Float64Array, n: number, m: number): number {
  const b = new Builder()
  const program = b.program('bound', { bound: logSpectralBound(b, b.input('w', [n, m])) })
  return Math.exp(interpret(program, new Map([['w', w]])).get('bound')![0])
}

describe('the bound of a spectral norm', () => {
  it.each([
    [1, 1],
    [2, 64],
    [64, 3],
    [16, 16],
  ])('is never below the norm of a %i × %i matrix, and at most 7 %% above', (n, m) => {
    for (let seed = 1; seed <= 5; seed++) {
      const w = normalRows(n, m, seed, 10 ** (seed - 3))
      const exact = largestSingularValue(w, n, m)
      expect(bound(w, n, m) / exact).toBeGreaterThan(1 - 1e-9)
      expect(bound(w, n, m) / exact).toBeLessThan(Math.min(n, m) ** (1 / 64) + 1e-9)
    }
  })

  it('is met by 64 equal singular values, which are its worst case', () => {
    const identity = Float64Array.from({ length: 64 * 64 }, (_, at) => (at % 65 === 0 ? 3 : 0))
    expect(bound(identity, 64, 64)).toBeCloseTo(3 * 64 ** (1 / 64), 10)
  })
})

describe('the network of a residual block', () => {
  it('starts from weights that keep lengths, so that no direction is lost', () => {
    for (const [n, m] of [
      [2, 6],
      [6, 6],
      [6, 2],
    ] as const) {
      const { init } = orthogonal('w', [n, m])
      const w = init(new Random(1))
      const entry = (i: number, j: number) => w[i * m + j]
      const [short, long] = [Math.min(n, m), Math.max(n, m)]
      const at = (k: number, i: number) => (n <= m ? entry(k, i) : entry(i, k))
      for (let k = 0; k < short; k++)
        for (let l = 0; l <= k; l++) {
          const product = Array.from({ length: long }, (_, i) => at(k, i) * at(l, i)).reduce((sum, v) => sum + v, 0)
          expect(product).toBeCloseTo(k === l ? 1 : 0, 12)
        }
    }
  })

  it.each([8, 64, 256])('bends within standardised data from the start, with %i units', (width) => {
    const network = lipschitzNetwork(2, { width, depth: 2, bound: 0.9 })
    const b = new Builder()
    const parameter = (name: string) => b.input(name, network.parameters.find((spec) => spec.name === name)!.shape)
    const g = network.bind({ b, parameter })
    const x = b.input('x', [300, 2])
    const [here, across, centre] = [x, b.neg(x), b.fill(0, [1, 2])].map(g)
    const size = (node: Node) => b.mean(b.square(node))
    const [even, odd] = [b.sub(b.add(here, across), b.mul(centre, 2)), b.sub(here, across)].map(size)
    const values = new Map(
      network.parameters.map(({ name, shape, init }) => [
        name,
        name === 'output.weight' ? normalRows(shape[0], shape[1], 2) : init(new Random(1).fork(name)),
      ]),
    )
    const program = b.program('network', { bent: b.div(even, odd) })
    const found = interpret(program, values.set('x', normalRows(300, 2, 3))).get('bent')![0]
    // the even part of a straight map is 0
    expect(found).toBeGreaterThan(0.1)
  })

  it.each([0.3, 0.9])(
    'never moves two points apart by more than %d of their distance, however large its weights',
    (c) => {
      const network = lipschitzNetwork(3, { width: 8, depth: 2, bound: c })
      const random = new Random(4)
      const b = new Builder()
      const x = b.input('x', [400, 3])
      const parameter = (name: string) => b.input(name, network.parameters.find((spec) => spec.name === name)!.shape)
      const program = b.program('network', { g: network.bind({ b, parameter })(x) })
      const starts = normalRows(400, 3, 6, 3)
      // pairs far apart and very near each other
      for (let at = 0; at < 600; at++) starts[600 + at] = starts[at] + 10 ** (-4 * random.uniform()) * random.normal()
      const values = new Map(
        network.parameters.map(({ name, shape }) => [
          name,
          Float64Array.from({ length: shape.reduce((n, size) => n * size, 1) }, () => 4 * random.normal()),
        ]),
      )
      const g = interpret(program, new Map([...values, ['x', starts]])).get('g')!
      const distance = (of: ArrayLike<number>, pair: number) =>
        Math.hypot(...[0, 1, 2].map((i) => of[3 * pair + i] - of[600 + 3 * pair + i]))
      const ratios = Array.from({ length: 200 }, (_, pair) => distance(g, pair) / distance(starts, pair))

      expect(Math.max(...ratios)).toBeLessThan(c)
      expect(Math.max(...ratios)).toBeGreaterThan(c / 20)
    },
  )
})

describe('elimination without pivots', () => {
  it.each([1, 2, 5])(
    'solves systems and gives determinants where the symmetric part is positive definite, n = %i',
    (n) => {
      const rows = 7
      const matrices = normalRows(rows * n, n, 2).map(
        (value, at) => (0.9 / n) * Math.tanh(value) + (at % n === Math.floor(at / n) % n ? 1 : 0),
      )
      const right = normalRows(rows, n, 3)
      const b = new Builder()
      const [A, v] = [b.input('A', [rows, n, n]), b.input('v', [rows, n])]
      const found = interpret(
        b.program('elimination', { y: solve(b, A, v), logDet: logDeterminant(b, A) }),
        new Map([
          ['A', matrices],
          ['v', right],
        ]),
      )
      const row = (k: number, i: number) => Array.from(matrices.slice((k * n + i) * n, (k * n + i + 1) * n))
      for (let k = 0; k < rows; k++) {
        const matrix = Array.from({ length: n }, (_, i) => row(k, i))
        const y = Array.from(found.get('y')!.slice(k * n, (k + 1) * n))
        const product = matrix.map((entries) => entries.reduce((sum, value, j) => sum + value * y[j], 0))
        expectClose(product, right.slice(k * n, (k + 1) * n), 1e-12)
        expectClose([found.get('logDet')![k]], [logAbsDeterminant(matrix)], 1e-12)
      }
    },
  )
})

describe('a residual block with large weights', () => {
  it.each([0.5, 0.97])('comes back to where it started, c = %d', (c) => {
    const flow = residual(2, c)
    const theta = moved(flow, 5, 3)
    const points = normalRows(200, 2, 7, 4)
    const { value, logDet } = run(flow, theta, 'forward', points)
    const back = run(flow, theta, 'inverse', Float64Array.from(value))

    expect(relativeError(back.value, points)).toBeLessThan(1e-9)
    expect(
      relativeError(
        back.logDet,
        logDet.map((v) => -v),
      ),
    ).toBeLessThan(1e-9)
    // it is far from the identity: the test is not an easy one
    expect(Math.max(...logDet.map(Math.abs))).toBeGreaterThan(0.1)
  })

  it('has a density that integrates to 1', () => {
    const flow = residual(2, 0.9)
    const [half, cells] = [8, 320]
    const step = (2 * half) / cells
    const at = (i: number) => -half + (i + 0.5) * step
    const grid = Float64Array.from({ length: cells * cells * 2 }, (_, k) =>
      at(k % 2 === 0 ? Math.floor(k / 2) % cells : Math.floor(k / 2 / cells)),
    )
    const logDensity = logDensities(flow, moved(flow, 5, 3), grid)
    const mass = logDensity.reduce((total, nats) => total + Math.exp(nats), 0) * step * step
    expect(Math.abs(mass - 1)).toBeLessThan(1e-4)
  })
})
