import { failure, type Outcome } from '../../../document/issue'
import type { Split } from '../../../document/schema'
import { Random } from '../../../math/random'

/** Row indices of each part; together every row once. */
export interface Parts {
  readonly train: Uint32Array
  readonly validation: Uint32Array
  readonly test: Uint32Array
}

/**
 * Unless the document says another, the split depends on this and the number of rows alone, not on the seed of the weights, so
 * that runs of several seeds are judged on the same held-out rows and a reset never trains on what was held out.
 */
const SPLIT_SEED = 1

/** Deals rows into parts as a document says; `groups` [rows] are the values by which rows stay together. */
export function splitBy(rows: number, split: Split, groups: Float64Array | null): Outcome<Parts> {
  const { by = { kind: 'chance', seed: SPLIT_SEED } } = split
  if (by.kind === 'order')
    return dealt(
      Uint32Array.from({ length: rows }, (_, i) => rows - 1 - i),
      split,
      true,
    )
  const random = new Random(by.seed).fork('split')
  if (by.kind === 'chance') return splitRows(rows, split, random)
  return groups
    ? splitGroups(groups, split, random)
    : failure(`Split: the data have no column "${by.column}" to keep rows together by. Choose another.`, 'data.split')
}

/** Deals `rows` shuffled rows into the parts; a share above zero gets at least one row, training at least two. */
export const splitRows = (rows: number, shares: Pick<Split, 'validation' | 'test'>, random: Random): Outcome<Parts> =>
  dealt(random.permutation(rows), shares)

/** The first rows of an order are held out; `reversed` puts each part back the other way round. */
function dealt(order: Uint32Array, shares: Pick<Split, 'validation' | 'test'>, reversed = false): Outcome<Parts> {
  const rows = order.length
  const validation = partSize(rows, shares.validation)
  const test = partSize(rows, shares.test)
  if (rows - validation - test < 2) {
    const held = `${validation} for validation and ${test} for test`
    return failure(`Split: of ${rows} rows ${held} leave fewer than 2 for training. Lower these shares.`, 'data.split')
  }
  const part = (from: number, to: number) => (reversed ? order.slice(from, to).reverse() : order.subarray(from, to))
  return {
    ok: true,
    value: { test: part(0, test), validation: part(test, test + validation), train: part(test + validation, rows) },
  }
}

const partSize = (rows: number, share: number): number => (share === 0 ? 0 : Math.max(1, Math.round(rows * share)))

/** Deals whole groups in an order of chance: to test, then to validation, until each has its share; the others train. */
function splitGroups(groups: Float64Array, shares: Split, random: Random): Outcome<Parts> {
  const members = new Map<number, number[]>()
  groups.forEach((group, row) => {
    const own = members.get(group)
    if (own) own.push(row)
    else members.set(group, [row])
  })
  const keys = [...members.keys()]
  const held = (share: number) => ({ rows: [] as number[], size: partSize(groups.length, share) })
  const [test, validation, train] = [
    held(shares.test),
    held(shares.validation),
    { rows: [] as number[], size: Infinity },
  ]
  for (const at of random.permutation(keys.length)) {
    const part = [test, validation].find(({ rows, size }) => rows.length < size) ?? train
    for (const row of members.get(keys[at])!) part.rows.push(row)
  }
  if (train.rows.length < 2) {
    const what = `${keys.length} groups, the largest of which are held out`
    return failure(
      `Split: ${what}, leave fewer than 2 rows for training. Split by chance, or lower the shares.`,
      'data.split',
    )
  }
  const sorted = ({ rows }: { rows: number[] }) => Uint32Array.from(rows).sort()
  return { ok: true, value: { test: sorted(test), validation: sorted(validation), train: sorted(train) } }
}

/** The rows at `indices` of a row-major [n, dims] array. */
export function takeRows(values: Float64Array, dims: number, indices: Uint32Array): Float64Array {
  const taken = new Float64Array(indices.length * dims)
  indices.forEach((row, i) => {
    for (let c = 0; c < dims; c++) taken[i * dims + c] = values[row * dims + c]
  })
  return taken
}
