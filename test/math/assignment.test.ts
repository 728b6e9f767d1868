import { readFileSync } from 'node:fs'
import { assign } from '@shared/math/assignment'
import { Random } from '@shared/math/random'
import { describe, expect, it } from 'vitest'

/** Written by test/fixtures/assignment/make.py. */
interface Case {
  readonly dims: number
  readonly rows: readonly number[]
  readonly draws: readonly number[]
  readonly columns: readonly number[]
  readonly total: number
}
const cases = JSON.parse(
  readFileSync(new URL('../fixtures/assignment/cases.json', import.meta.url), 'utf8'),
) as readonly Case[]

const total = (cost: Float64Array, columns: ArrayLike<number>): number =>
  Array.from(columns).reduce((sum, column, row) => sum + cost[row * columns.length + column], 0)

/** Every order of 0 … n − 1. */
function orders(n: number): readonly (readonly number[])[] {
  if (n === 0) return [[]]
  return orders(n - 1).flatMap((order) => Array.from({ length: n }, (_, at) => [...order.slice(0, at), n - 1, ...order.slice(at)])) // prettier-ignore
}

describe('an assignment', () => {
  it.each(cases)(
    'is that of SciPy: $columns.length of $dims coordinates',
    ({ dims, rows, draws, columns, total: least }) => {
      const n = columns.length
      const cost = Float64Array.from({ length: n * n }, (_, at) => {
        const [i, j] = [Math.floor(at / n), at % n]
        return Array.from({ length: dims }, (__, d) => (rows[i * dims + d] - draws[j * dims + d]) ** 2).reduce((a, b) => a + b) // prettier-ignore
      })
      const found = assign(cost, n)
      expect(total(cost, found)).toBeCloseTo(least, 5)
      expect([...found]).toEqual(columns)
    },
  )

  it.each([1, 2, 3, 4, 5, 6])('is the least of all orders of %i', (n) => {
    const random = new Random(n)
    for (let round = 0; round < 30; round++) {
      // every other one with ties and negative costs
      const cost = Float64Array.from({ length: n * n }, () => round % 2 ? random.normal() : Math.floor(4 * random.uniform()) - 2) // prettier-ignore
      const found = assign(cost, n)
      expect([...found].sort()).toEqual(Array.from({ length: n }, (_, i) => i))
      expect(total(cost, found)).toBeCloseTo(Math.min(...orders(n).map((order) => total(cost, order))), 12)
    }
  })

  it('of nothing is nothing', () => {
    expect(assign(new Float64Array(), 0)).toEqual(new Uint32Array())
  })
})
