import { readFileSync } from 'node:fs'
import { blockEntry } from '@shared/catalogue/registry'
import type { Settings } from '@shared/catalogue/types'
import { cayleyFrame, householderFrame, type Frame } from '@shared/flow/linear/frames'
import { Random } from '@shared/math/random'
import { Builder } from '@shared/tensor/ir/builder'
import { sizeOf } from '@shared/tensor/ir/shape'
import { interpret } from '@shared/tensor/runtime/interpreter/interpret'
import { describe, expect, it } from 'vitest'
import { create, moved } from './support/blocks'
import { expectClose, logAbsDeterminant } from './support/compare'
import { massOnSquare } from './support/mass'
import { thetaOf } from './support/parameters'
import { flowOf, run } from './support/runs'

type Matrix = readonly (readonly number[])[]

const types = ['sylvester-orthogonal', 'sylvester-householder', 'sylvester-triangular'] as const
const sylvester = (type: string, dims: number, settings: Settings = {}) =>
  flowOf(dims, [create(blockEntry(type)!, dims, settings)])

const normals = (n: number, seed: number, spread: number) => {
  const random = new Random(seed)
  return Float64Array.from({ length: n }, () => spread * random.normal())
}
const matrix = (rows: number, columns: number, entry: (i: number, j: number) => number): Matrix =>
  Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => entry(i, j)))
const product = (a: Matrix, c: Matrix) =>
  matrix(a.length, c[0].length, (i, j) => a[i].reduce((total, v, k) => total + v * c[k][j], 0))
const transpose = (a: Matrix) => matrix(a[0].length, a.length, (i, j) => a[j][i])
const identity = (n: number) => matrix(n, n, (i, j) => (i === j ? 1 : 0))
const times = (a: Matrix, v: ArrayLike<number>) => a.map((row) => row.reduce((total, x, j) => total + x * v[j], 0))

/** Entries above the diagonal row by row, and the diagonal, as a matrix. */
function triangle(n: number, diagonal: ArrayLike<number>, upper: ArrayLike<number>): Matrix {
  let at = 0
  return matrix(n, n, (i, j) => (i === j ? diagonal[i] : j > i ? upper[at++] : 0))
}

/** A frame's columns for these parameters, [D][M]. */
function columnsOf(frame: Frame, dims: number, count: number, values: readonly Float64Array[]): Matrix {
  const b = new Builder()
  const names = frame.parameters.map(({ name }) => name)
  const nodes = new Map(frame.parameters.map(({ name, shape }) => [name, b.input(name, shape)]))
  const Q = frame.columns({ b, parameter: (name) => nodes.get(name)! })
  const inputs = new Map(names.map((name, i) => [name, values[i]]))
  const found = interpret(b.program('frame', { Q }), inputs).get('Q')!
  return matrix(dims, count, (i, j) => found[i * count + j])
}

const sizes = [
  [1, 1],
  [2, 1],
  [2, 2],
  [5, 3],
  [8, 8],
  [43, 16],
] as const

describe.each(sizes)('%i dimensions with %i orthonormal columns', (dims, count) => {
  const valuesOf = (frame: Frame, spread: number) =>
    frame.parameters.map(({ shape }, i) => normals(sizeOf(shape), i + 1, spread))

  it.each([0, 0.1, 1, 30])('are orthonormal to rounding for parameters of size %d', (spread) => {
    for (const frame of [householderFrame(dims, count), cayleyFrame(dims, count)]) {
      const Q = columnsOf(frame, dims, count, valuesOf(frame, spread))
      expectClose(product(transpose(Q), Q).flat(), identity(count).flat(), 1e-13)
    }
  })

  it('are the first of a product of reflections', () => {
    const frame = householderFrame(dims, count)
    const [vectors] = valuesOf(frame, 1)
    let whole = identity(dims)
    for (let k = 0; k < count; k++) {
      const v = vectors.subarray(k * dims, (k + 1) * dims)
      const square = v.reduce((total, x) => total + x * x, 0)
      const reflection = matrix(dims, dims, (i, j) => (i === j ? 1 : 0) - (2 * v[i] * v[j]) / square)
      whole = product(whole, reflection)
    }
    const expected = whole.map((row) => row.slice(0, count))
    expectClose(columnsOf(frame, dims, count, [vectors]).flat(), expected.flat(), 1e-12)
  })

  it('are the first of Cayley’s (I − A)(I + A)⁻¹', () => {
    const frame = cayleyFrame(dims, count)
    const values = valuesOf(frame, 1)
    const given = new Map(frame.parameters.map(({ name }, i) => [name, values[i]]))
    const skew = triangle(count, new Float64Array(count), given.get('skew') ?? [])
    const tilt = given.get('tilt')
    const A = matrix(dims, dims, (i, j) => {
      if (i < count && j < count) return skew[i][j] - skew[j][i]
      if (i < count) return -tilt![(j - count) * count + i]
      return j < count ? tilt![(i - count) * count + j] : 0
    })
    const shifted = (sign: number) => matrix(dims, dims, (i, j) => (i === j ? 1 : 0) + sign * A[i][j])
    const left = product(shifted(1), columnsOf(frame, dims, count, values))
    const right = shifted(-1).map((row) => row.slice(0, count))
    expectClose(left.flat(), right.flat(), 1e-11)
  })
})

describe('a Sylvester block', () => {
  it.each([
    ['sylvester-orthogonal', 5, 3],
    ['sylvester-householder', 5, 3],
    ['sylvester-triangular', 4, 4],
  ] as const)('is the formula of its paper, by dense matrices: %s', (type, dims, count) => {
    const flow = sylvester(type, dims, type === 'sylvester-triangular' ? { order: 'natural' } : { columns: count })
    const theta = moved(flow, 1, 0.7)
    const arrays = new Map(
      flow.parameters.map(({ name, offset, size }) => [name, theta.slice(offset, offset + size)] as const),
    )
    const frame =
      type === 'sylvester-orthogonal'
        ? cayleyFrame(dims, count)
        : type === 'sylvester-householder'
          ? householderFrame(dims, count)
          : null
    const Q = frame
      ? columnsOf(
          frame,
          dims,
          count,
          frame.parameters.map(({ name }) => arrays.get(name)!),
        )
      : matrix(dims, dims, (i, j) => (i + j === dims - 1 ? 1 : 0))
    const of = (name: string) =>
      triangle(
        count,
        arrays.get(`${name}Diagonal`)!.map((a) => Math.sqrt(0.999) * Math.tanh(a)),
        arrays.get(`${name}Upper`)!,
      )
    const [outer, inner] = [product(Q, of('outer')), product(of('inner'), transpose(Q))]
    const z = normals(dims, 3, 1.5)
    const h = times(inner, z).map((v, i) => Math.tanh(v + arrays.get('offset')![i]))
    const slopes = matrix(count, count, (i, j) => (i === j ? 1 - h[i] * h[i] : 0))
    const change = product(product(outer, slopes), inner)
    const found = run(flow, theta, 'forward', z)
    expectClose(
      found.value,
      times(outer, h).map((v, i) => v + z[i]),
      1e-13,
    )
    const jacobian = matrix(dims, dims, (i, j) => (i === j ? 1 : 0) + change[i][j])
    expectClose(found.logDet, [logAbsDeterminant(jacobian)], 1e-12)
  })

  it.each([
    [6, 6],
    [6, -6],
    [-20, 20],
    [0, 3],
    [3, 0],
  ])('inverts itself near and far when its diagonals are tanh %d and tanh %d', (outer, inner) => {
    for (const type of types) {
      const flow = sylvester(type, 3)
      const theta = moved(flow, 1, 1)
      for (const { name, offset, size } of flow.parameters)
        if (name.endsWith('Diagonal')) theta.fill(name === 'outerDiagonal' ? outer : inner, offset, offset + size)
      const random = new Random(2)
      const points = Float64Array.from({ length: 300 }, () => random.normal() * 10 ** (5 * random.uniform() - 3))
      const there = run(flow, theta, 'inverse', points)
      const back = run(flow, theta, 'forward', Float64Array.from(there.value))
      expectClose(back.value, points, 1e-10, type)
    }
  })

  it.each(types)('leaves a density of mass 1: %s', (type) => {
    for (const columns of [1, 2]) {
      const flow = sylvester(type, 2, type === 'sylvester-triangular' ? {} : { columns })
      expect(Math.abs(massOnSquare(flow, moved(flow, 3, 1), 12) - 1)).toBeLessThan(1e-3)
    }
  })
})

/** Written by test/fixtures/parity/make_sylvester.py. */
interface Fixture {
  readonly dims: number
  readonly weights: {
    readonly R_dense: Matrix
    readonly S_dense: Matrix
    readonly R_diag: readonly number[]
    readonly S_diag: readonly number[]
    readonly b: readonly number[]
  }
  readonly points: Matrix
  readonly value: Matrix
  readonly logDet: readonly number[]
}
const fixtures = JSON.parse(
  readFileSync(new URL('../fixtures/parity/sylvester.json', import.meta.url), 'utf8'),
) as readonly Fixture[]

describe('a triangular Sylvester block', () => {
  it.each(fixtures)('has the images and log-determinants of pyro for D = $dims', ({ dims, weights, ...expected }) => {
    const flow = sylvester('sylvester-triangular', dims, { order: 'natural' })
    // theirs is Rᵀ tanh(Sᵀx + b): lower triangular matrices, which are ours seen from the last coordinate
    const diagonal = (theirs: readonly number[]) =>
      theirs.map((a) => Math.atanh(Math.tanh(a) / Math.sqrt(0.999))).reverse()
    const upper = (theirs: Matrix) =>
      matrix(dims, dims, (i, j) => theirs[dims - 1 - j][dims - 1 - i]).flatMap((row, i) => row.slice(i + 1))
    const theta = thetaOf(flow, {
      outerDiagonal: diagonal(weights.R_diag),
      outerUpper: upper(weights.R_dense),
      innerDiagonal: diagonal(weights.S_diag),
      innerUpper: upper(weights.S_dense),
      offset: [...weights.b].reverse(),
    })
    const ours = run(flow, theta, 'forward', Float64Array.from(expected.points.flat()))
    expectClose(ours.value, expected.value.flat(), 1e-9)
    expectClose(ours.logDet, expected.logDet, 1e-6) // they add 1e-8 to each slope
  })
})
