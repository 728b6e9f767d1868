import type { BlockJacobian, JacobianStructure, LowRankJacobian, Settings } from '@shared/catalogue/types'
import { initialiseFromData } from '@shared/flow/initialise'
import { describe, expect, it } from 'vitest'
import { dimensions, fresh, into, moved, normalRows, plainCases, settingsFor, variedCases } from './support/blocks'
import { relativeError } from './support/compare'
import { flowOf, jacobians, run } from './support/runs'

type Matrix = readonly (readonly number[])[]

const isZero = (value: number) => Math.abs(value) < 1e-12
const offDiagonal = (matrix: Matrix, keep: (i: number, j: number) => boolean) =>
  matrix.flatMap((row, i) => row.filter((_, j) => keep(i, j)))
const identityRows = (matrix: Matrix) =>
  matrix.flatMap((row, i) => (row.every((value, j) => isZero(value - (i === j ? 1 : 0))) ? [i] : []))

/** Whether elimination with complete pivoting leaves nothing after `rank` steps. */
function hasRankAtMost(rank: number, matrix: Matrix): boolean {
  const places = matrix.flatMap((row, i) => row.map((value, j) => ({ i, j, size: Math.abs(value) })))
  const pivot = places.reduce((best, place) => (place.size > best.size ? place : best), { i: 0, j: 0, size: 0 })
  if (pivot.size < 1e-9) return true
  if (rank === 0) return false
  const top = matrix[pivot.i]
  const rest = matrix.map((row) => row.map((value, j) => value - (row[pivot.j] / top[pivot.j]) * top[j]))
  return hasRankAtMost(rank - 1, rest)
}

/**
 * The c for which J − cI can have rank one: by a vanishing minor off the diagonal, or as an eigenvalue of a 2 × 2
 * matrix.
 */
function multipleIn(matrix: Matrix): number {
  const [[a, b], [c, d]] = matrix
  return matrix.length > 2 ? a - (b * matrix[2][0]) / matrix[2][1] : (a + d) / 2 + Math.sqrt(((a - d) / 2) ** 2 + b * c)
}

function isLowRank({ about, rank }: LowRankJacobian, matrix: Matrix, settings: Settings): boolean {
  const most = typeof rank === 'number' ? rank : Number(settings[rank.setting])
  if (matrix.length <= most) return true
  const multiple = about === 'identity' ? 1 : multipleIn(matrix)
  return hasRankAtMost(
    most,
    matrix.map((row, i) => row.map((value, j) => value - (i === j ? multiple : 0))),
  )
}

/** Some rows are the identity's, and the other rows are diagonal among themselves. */
function isCouplingBlock(matrix: Matrix): boolean {
  const passed = identityRows(matrix)
  return (
    (passed.length > 0 || matrix.length === 1) &&
    offDiagonal(matrix, (i, j) => i !== j && !passed.includes(i) && !passed.includes(j)).every(isZero)
  )
}

const has: { readonly [S in Exclude<JacobianStructure, 'low-rank'>]: (matrix: Matrix) => boolean } = {
  diagonal: (matrix) => offDiagonal(matrix, (i, j) => i !== j).every(isZero),
  // in the order of the coordinates or in reverse
  triangular: (matrix) =>
    offDiagonal(matrix, (i, j) => i < j).every(isZero) || offDiagonal(matrix, (i, j) => i > j).every(isZero),
  permutation: (matrix) => {
    const ones = matrix.map((row) => row.indexOf(1))
    return new Set(ones).size === matrix.length && matrix.every((row, i) => row.every((v, j) => v === +(j === ones[i])))
  },
  block: isCouplingBlock,
  full: () => true,
  'trace-estimated': () => true,
  stochastic: () => true,
}

function isAsStated(jacobian: BlockJacobian, matrix: Matrix, settings: Settings): boolean {
  return jacobian.structure === 'low-rank' ? isLowRank(jacobian, matrix, settings) : has[jacobian.structure](matrix)
}

describe.each(variedCases)('the Jacobian of $name', ({ entry, create, from }) => {
  it.each(dimensions)(`is ${entry.jacobian.structure}, for D = %i`, (dims) => {
    const flow = flowOf(dims, [create(dims)])
    const all = jacobians(flow, moved(flow, 3), 'forward', normalRows(6, dims, 8, 2, from.forward))
    for (const matrix of all) expect(isAsStated(entry.jacobian, matrix, settingsFor(entry, dims))).toBe(true)
  })
})

describe.each(plainCases)('$name', ({ entry, create, from }) => {
  it.each([2, 3, 5, 8])(
    `has a ${entry.jacobian.constant ? '' : 'non-'}constant Jacobian, as it says, for D = %i`,
    (dims) => {
      const flow = flowOf(dims, [create(dims)])
      const [first, ...others] = jacobians(flow, moved(flow, 3), 'forward', normalRows(6, dims, 8, 2, from.forward))
      const differences = others.map((matrix) => relativeError(matrix.flat(), first.flat()))
      expect(Math.max(...differences) < 1e-12).toBe(entry.jacobian.constant)
    },
  )

  it.each([2, 3, 5, 8])(`is ${entry.startsAsIdentity ? '' : 'not '}the identity when inserted, for D = %i`, (dims) => {
    const flow = flowOf(dims, [create(dims)])
    // data away from the standard normal, which a block that sets itself from data would change
    const rows = normalRows(16, dims, 9, 1.5).map((value) => into(from.inverse, value + 0.5))
    const theta = initialiseFromData(flow, fresh(flow, 4), rows)
    const isIdentity = (['forward', 'inverse'] as const).every((direction) => {
      const { value, logDet } = run(flow, theta, direction, rows)
      return relativeError(value, rows) < 1e-12 && logDet.every((nats) => Math.abs(nats) < 1e-12)
    })
    expect(isIdentity).toBe(entry.startsAsIdentity)
  })
})
