import { readFileSync } from 'node:fs'
import { blocks } from '@shared/catalogue/registry'
import type { Settings } from '@shared/catalogue/types'
import type { Flow } from '@shared/flow/flow'
import { exponential } from '@shared/flow/linear/exponential'
import { reflectionProduct } from '@shared/flow/linear/reflections'
import { leastPositive, positiveOffset } from '@shared/flow/positive'
import { Random } from '@shared/math/random'
import { Builder } from '@shared/tensor/ir/builder'
import type { Node } from '@shared/tensor/ir/program'
import { interpret } from '@shared/tensor/runtime/interpreter/interpret'
import { describe, expect, it } from 'vitest'
import { create, fresh, moved, normalRows } from './support/blocks'
import { expectClose, logAbsDeterminant } from './support/compare'
import { directions, flowOf, jacobians, run } from './support/runs'

type Matrix = readonly (readonly number[])[]

/** Written by test/fixtures/parity/make_linear.py: images of points and the log-determinant by other libraries. */
interface Fixture {
  readonly dims: number
  readonly points: Matrix
  readonly cases: readonly {
    readonly type: string
    readonly settings: Settings
    readonly weights: Readonly<Record<string, readonly number[] | Matrix>>
    readonly values: Matrix
    readonly logDet: number
  }[]
}

const fixture = JSON.parse(readFileSync(new URL('../fixtures/parity/linear.json', import.meta.url), 'utf8')) as Fixture

const flowFor = (type: string, dims: number, settings: Settings = {}): Flow =>
  flowOf(dims, [
    create(
      blocks.find((entry) => entry.type === type)!,
      dims,
      settings,
    ),
  ])

/** a with 10⁻³ + softplus(a + offset) = value. */
const rawPositive = (value: number) => Math.log(Math.expm1(value - leastPositive)) - positiveOffset

/** The matrix of a linear block. */
const matrixOf = (flow: Flow, theta: Float64Array): Matrix =>
  jacobians(flow, theta, 'forward', new Float64Array(flow.dims))[0]

const product = (a: Matrix, c: Matrix) =>
  a.map((row) => c[0].map((_, j) => row.reduce((s, v, k) => s + v * c[k][j], 0)))
const transpose = (a: Matrix) => a[0].map((_, j) => a.map((row) => row[j]))
const unit = (dims: number): Matrix =>
  Array.from({ length: dims }, (_, i) => Array.from({ length: dims }, (_, j) => (i === j ? 1 : 0)))

/** A matrix that a program makes of another array. */
function evaluate(values: Matrix, write: (b: Builder, input: Node) => Node): Matrix {
  const b = new Builder()
  const out = write(b, b.input('in', [values.length, values[0].length]))
  const found = interpret(b.program('matrix', { out }), new Map([['in', Float64Array.from(values.flat())]])).get('out')!
  const width = out.shape[1]
  return Array.from({ length: out.shape[0] }, (_, i) => Array.from(found.slice(i * width, (i + 1) * width)))
}

const randomMatrix = (rows: number, columns: number, seed: number, spread = 1): Matrix => {
  const random = new Random(seed)
  return Array.from({ length: rows }, () => Array.from({ length: columns }, () => spread * random.normal()))
}

describe('a linear block with the weights of another library', () => {
  it.each(fixture.cases)('has its images and log-determinant: $type', ({ type, settings, weights, values, logDet }) => {
    const flow = flowFor(type, fixture.dims, settings)
    const given = new Map<string, readonly number[]>(
      Object.entries(weights).map(([name, value]) => {
        const entries = value.flat()
        if (type === 'qr-linear' && name === 'logDiagonal')
          return ['diagonal', entries.map((a) => rawPositive(Math.exp(a)))]
        return name === 'unshifted' ? ['diagonal', entries.map((a) => a - positiveOffset)] : [name, entries]
      }),
    )
    const theta = Float64Array.from(flow.parameters.flatMap(({ name }) => given.get(name)!))
    expect(theta.length).toBe(flow.size)
    expect(given.size).toBe(flow.parameters.length)
    const image = run(flow, theta, 'forward', Float64Array.from(fixture.points.flat()))
    expect(fixture.points.length).toBe(50)
    expectClose(image.value, values.flat(), 1e-8)
    expectClose(image.logDet, new Float64Array(50).fill(logDet), 1e-10)
  })
})

describe.each(['householder', 'rotation', 'cosine'])('%s', (type) => {
  it.each([2, 3, 8, 43])('is orthogonal to rounding, for D = %i', (dims) => {
    const flow = flowFor(type, dims)
    const Q = matrixOf(flow, moved(flow, 1, 1.5))
    expectClose(product(transpose(Q), Q).flat(), unit(dims).flat(), 2e-14)
  })
})

describe('the product of reflections', () => {
  const reflection = (v: readonly number[]): Matrix => {
    const square = v.reduce((sum, entry) => sum + entry * entry, 0)
    return unit(v.length).map((row, i) => row.map((value, j) => value - (2 * v[i] * v[j]) / square))
  }

  it.each([1, 2, 5, 9])('is that of their matrices, one after another, for K = %i', (count) => {
    const vectors = randomMatrix(count, 4, count)
    const expected = vectors.map(reflection).reduce(product)
    expectClose(evaluate(vectors, reflectionProduct).flat(), expected.flat(), 1e-13)
  })

  it('takes a vector of zeros as no reflection and any other length as the same one', () => {
    const [v, w] = randomMatrix(2, 3, 7)
    const [tiny, huge] = [v.map((entry) => 1e-8 * entry), w.map((entry) => 1e8 * entry)]
    expectClose(
      evaluate([tiny, [0, 0, 0], huge], reflectionProduct).flat(),
      product(reflection(v), reflection(w)).flat(),
      1e-13,
    )
  })

  it('starts in pairs that cancel, and with one reflection over when their number is odd', () => {
    for (const [reflections, determinant] of [
      [6, 1],
      [5, -1],
    ] as const) {
      const flow = flowFor('householder', 3, { reflections })
      const Q = matrixOf(flow, fresh(flow, 1))
      const trace = Q[0][0] + Q[1][1] + Q[2][2]
      expect(trace).toBeCloseTo(determinant === 1 ? 3 : 1, 12)
    }
  })
})

describe('a rotation', () => {
  it('of the plane turns counter-clockwise by its angle', () => {
    const flow = flowFor('rotation', 2)
    const [x, y] = run(flow, Float64Array.of(0.7), 'forward', Float64Array.of(1, 0)).value
    expectClose([x, y], [Math.cos(0.7), Math.sin(0.7)], 1e-15)
  })

  it('of space turns about the axis of its angles by their length (Rodrigues)', () => {
    const flow = flowFor('rotation', 3)
    const [a, c, e] = [0.8, -1.9, 2.3] // A₁₀, A₂₀, A₂₁: turns about (e, −c, a)
    const angle = Math.hypot(a, c, e)
    const K = [
      [0, -a, -c],
      [a, 0, -e],
      [c, e, 0],
    ].map((row) => row.map((v) => v / angle))
    const square = product(K, K)
    const expected = unit(3).map((row, i) =>
      row.map((v, j) => v + Math.sin(angle) * K[i][j] + (1 - Math.cos(angle)) * square[i][j]),
    )
    expectClose(matrixOf(flow, Float64Array.of(a, c, e)).flat(), expected.flat(), 1e-14)
  })

  it('stays orthogonal over many turns', () => {
    const flow = flowFor('rotation', 3)
    const Q = matrixOf(flow, Float64Array.of(40, -30, 20))
    expectClose(product(transpose(Q), Q).flat(), unit(3).flat(), 1e-12)
  })
})

describe('the matrix exponential', () => {
  it.each([0.1, 1, 10])('is the limit of its series to twelve digits for ‖M‖ = %f', (norm) => {
    const M = randomMatrix(4, 4, 3)
    const size = Math.sqrt(M.flat().reduce((sum, v) => sum + v * v, 0))
    const scaled = M.map((row) => row.map((v) => (v * norm) / size))
    // all terms, of 2⁻¹⁰ M, and ten squarings: no cancellation in either
    const small = scaled.map((row) => row.map((v) => v / 1024))
    let [term, sum]: [Matrix, Matrix] = [unit(4), unit(4)]
    for (let k = 1; k < 30; k++) {
      term = product(term, small).map((row) => row.map((v) => v / k))
      sum = sum.map((row, i) => row.map((v, j) => v + term[i][j]))
    }
    for (let k = 0; k < 10; k++) sum = product(sum, sum)
    const largest = Math.max(...sum.flat().map(Math.abs))
    const error = evaluate(scaled, exponential)
      .flat()
      .map((v, i) => Math.abs(v - sum.flat()[i]) / largest)
    expect(Math.max(...error)).toBeLessThan(1e-12)
  })

  it('of a shear and of a stretch is known in closed form', () => {
    expectClose(
      evaluate(
        [
          [0, 5],
          [0, 0],
        ],
        exponential,
      ).flat(),
      [1, 5, 0, 1],
      1e-14,
    )
    const stretch = evaluate(
      [
        [10, 0],
        [0, -10],
      ],
      exponential,
    ).flat()
    expect(stretch[0] / Math.exp(10)).toBeCloseTo(1, 12)
    expect(stretch[3] / Math.exp(-10)).toBeCloseTo(1, 12)
  })
})

describe('a diagonal and low-rank block', () => {
  it.each([1, 3, 7])('is invertible however its vectors lie, for K = %i', (rank) => {
    const flow = flowFor('diagonal-low-rank', 5, { rank })
    // far larger parameters are still invertible, but too ill-conditioned to see it in float64
    for (const spread of [0.3, 1]) {
      const theta = moved(flow, rank, spread)
      const matrix = matrixOf(flow, theta)
      const [logDet] = run(flow, theta, 'forward', new Float64Array(5)).logDet
      expect(Math.abs(logDet - logAbsDeterminant(matrix))).toBeLessThan(1e-8)
      const rows = normalRows(3, 5, 1)
      const back = run(flow, theta, 'inverse', run(flow, theta, 'forward', rows).value as Float64Array)
      expectClose(back.value, rows, 1e-7, `spread ${String(spread)}`)
    }
  })

  it('is finite where w vanishes', () => {
    const flow = flowFor('diagonal-low-rank', 2)
    const theta = fresh(flow, 1).fill(0)
    for (const direction of directions)
      expect([...run(flow, theta, direction, Float64Array.of(1, 2)).value]).toEqual([1, 2])
  })
})

describe('matrices with positive determinant', () => {
  it.each(['qr-linear', 'svd-linear'])('stay so however %s is set', (type) => {
    for (const dims of [1, 2, 3, 5])
      for (let seed = 1; seed <= 5; seed++) {
        const flow = flowFor(type, dims)
        expect(determinantSign(matrixOf(flow, moved(flow, seed, 2)))).toBe(1)
      }
  })
})

describe('PLU linear', () => {
  it('starts as a reordering with signs, drawn from its seed', () => {
    const starts = [0, 1, 2].map((seed) => {
      const flow = flowFor('plu-linear', 8, { seed })
      return matrixOf(flow, fresh(flow, 1))
    })
    for (const P of starts) {
      expect(P.map((row) => row.filter((v) => v !== 0).map(Math.abs))).toEqual(P.map(() => [1]))
      expect(new Set(P.map((row) => row.findIndex((v) => v !== 0))).size).toBe(8)
    }
    expect(starts[0]).not.toEqual(starts[1])
    expect(starts.flat(2)).toContain(-1)
  })

  it('has the order of a random permutation of the same seed', () => {
    const seed = 5
    const P = matrixOf(flowFor('plu-linear', 8, { seed }), new Float64Array(64))
    const Q = matrixOf(flowFor('permutation', 8, { order: 'random', seed }), new Float64Array())
    expect(P.map((row) => row.map(Math.abs))).toEqual(Q)
  })
})

/** The sign of det A, by expansion along the first row. */
function determinantSign(matrix: Matrix): number {
  const det = (a: Matrix): number =>
    a.length === 0
      ? 1
      : a[0].reduce(
          (sum, v, j) => sum + (j % 2 ? -v : v) * det(a.slice(1).map((row) => row.filter((_, k) => k !== j))),
          0,
        )
  return Math.sign(det(matrix))
}
