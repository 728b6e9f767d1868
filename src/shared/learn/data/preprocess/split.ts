import { failure, type Outcome } from '../../../document/issue'
import type { Split } from '../../../document/schema'
import type { Random } from '../../../math/random'

/** Row indices of each part; together every row once. */
export interface Parts {
  readonly train: Uint32Array
  readonly validation: Uint32Array
  readonly test: Uint32Array
}

/** Deals `rows` shuffled rows into the parts; a share above zero gets at least one row, training at least two. */
export function splitRows(rows: number, shares: Split, random: Random): Outcome<Parts> {
  const validation = partSize(rows, shares.validation)
  const test = partSize(rows, shares.test)
  if (rows - validation - test < 2) {
    const held = `${validation} for validation and ${test} for test`
    return failure(`Split: of ${rows} rows ${held} leave fewer than 2 for training. Lower these shares.`, 'data.split')
  }
  const order = random.permutation(rows)
  return {
    ok: true,
    value: {
      test: order.subarray(0, test),
      validation: order.subarray(test, test + validation),
      train: order.subarray(test + validation),
    },
  }
}

const partSize = (rows: number, share: number): number => (share === 0 ? 0 : Math.max(1, Math.round(rows * share)))

/** The rows at `indices` of a row-major [n, dims] array. */
export function takeRows(values: Float64Array, dims: number, indices: Uint32Array): Float64Array {
  const taken = new Float64Array(indices.length * dims)
  indices.forEach((row, i) => {
    for (let c = 0; c < dims; c++) taken[i * dims + c] = values[row * dims + c]
  })
  return taken
}
