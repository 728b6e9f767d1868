import { blocks } from '@shared/catalogue/registry'
import type { Bijector } from '@shared/flow/bijector'
import { initialiseFromData } from '@shared/flow/initialise'
import { invert } from '@shared/flow/invert'
import { cholesky, invertLower } from '@shared/flow/linear/cholesky'
import { Random } from '@shared/math/random'
import { describe, expect, it } from 'vitest'
import { create, fresh } from './support/blocks'
import { expectClose } from './support/compare'
import { flowOf, run } from './support/runs'

const whitening = (dims: number): Bijector =>
  create(
    blocks.find(({ type }) => type === 'whitening')!,
    dims,
  )

/** Rows whose columns depend on each other: each adds a multiple of the one before it. */
function correlated(rows: number, dims: number, seed = 3): Float64Array {
  const random = new Random(seed)
  const result = new Float64Array(rows * dims)
  for (let at = 0; at < result.length; at++)
    result[at] = 5 + (at % dims) * 2 + 3 * random.normal() + (at % dims ? 0.9 * result[at - 1] : 0)
  return result
}

/** Σ x_i x_j / n of rows that are centred. */
function secondMoments(rows: ArrayLike<number>, dims: number): number[] {
  const n = rows.length / dims
  return Array.from({ length: dims * dims }, (_, at) => {
    const [i, j] = [Math.floor(at / dims), at % dims]
    let sum = 0
    for (let row = 0; row < n; row++) sum += rows[row * dims + i] * rows[row * dims + j]
    return sum / n
  })
}

const started = (block: Bijector, dims: number, rows: Float64Array) => {
  const flow = flowOf(dims, [block])
  return run(flow, initialiseFromData(flow, fresh(flow, 1), rows), 'inverse', rows)
}

describe.each([
  ['whitening', whitening],
  ['whitening, inverted', (dims: number) => invert(whitening(dims))],
] as const)('%s', (_, make) => {
  it.each([1, 2, 5, 8])('leaves its first batch without correlations, for D = %i', (dims) => {
    const { value } = started(make(dims), dims, correlated(200, dims))
    const expected = Array.from({ length: dims * dims }, (__, at) => (at % (dims + 1) === 0 ? 1 : 0))
    expectClose(secondMoments(value, dims), expected, 1e-10)
  })

  it('keeps finite what columns that repeat or determine each other leave', () => {
    const rows = correlated(50, 4).map((value, at, all) => {
      const [row, column] = [at - (at % 4), at % 4]
      return column === 2 ? 1e4 * all[row] + 3 : column === 3 ? -7 : value
    })
    const { value, logDet } = started(make(4), 4, rows)
    expect([...value, ...logDet].every(Number.isFinite)).toBe(true)
    expect(Math.max(...value.map(Math.abs))).toBeLessThan(10)
  })

  it('takes a batch of one row, or of fewer than columns', () => {
    for (const n of [1, 3]) {
      const { value } = started(make(5), 5, correlated(n, 5))
      expect(value.every(Number.isFinite)).toBe(true)
    }
  })
})

describe('the Cholesky factor', () => {
  it('has the matrix as its square and its own inverse', () => {
    const C = Float64Array.of(4, 2, -2, 2, 10, 2, -2, 2, 6)
    expectClose(cholesky(C, 3), [2, 0, 0, 1, 3, 0, -1, 1, 2], 1e-14)
    expectClose(invertLower(cholesky(C, 3), 3), [1 / 2, 0, 0, -1 / 6, 1 / 3, 0, 1 / 3, -1 / 6, 1 / 2], 1e-14)
  })
})
