import { assign } from '../../../math/assignment'

/** As many rows as are assigned at once: the work grows with the cube of it, and each more gives less. */
export const MOST_PAIRED = 128

export interface Unpaired {
  readonly dims: number
  /** Draws [B, D]. */
  readonly y0: Float64Array
  /** Rows [B, D]. */
  readonly y1: Float64Array
  /** What each row is given, [B, C]; empty where C = 0. */
  readonly contexts: Float64Array
}

/**
 * The draw of each row such that the sum of squared distances is least: minibatch optimal transport (Tong et al. 2024,
 * arXiv:2302.00482; Pooladian et al. 2023, arXiv:2304.14772), exact among at most `MOST_PAIRED` rows at a time. Only rows of
 * the same context are paired among each other, so that for each context y₀ stays distributed as the base has it (what
 * happens otherwise: Cheng & Schwing 2025, arXiv:2503.10636).
 */
export function pairUp(unpaired: Unpaired): Uint32Array {
  const order = Uint32Array.from({ length: unpaired.y0.length / unpaired.dims }, (_, i) => i)
  for (const rows of sameContext(unpaired)) {
    for (let from = 0; from < rows.length; from += MOST_PAIRED) {
      const group = rows.slice(from, from + MOST_PAIRED)
      assign(distances(unpaired, group), group.length).forEach((draw, i) => (order[group[i]] = group[draw]))
    }
  }
  return order
}

/** Rows by what they are given, each group in the order of the batch. */
function sameContext({ y0, dims, contexts }: Unpaired): readonly (readonly number[])[] {
  const count = y0.length / dims
  const size = contexts.length / count
  const groups = new Map<string, number[]>()
  for (let row = 0; row < count; row++) {
    const key = contexts.subarray(row * size, (row + 1) * size).join()
    const group = groups.get(key)
    if (group) group.push(row)
    else groups.set(key, [row])
  }
  return [...groups.values()]
}

/** ‖y1 of row i − y0 of row j‖² [n, n]. */
function distances({ dims, y0, y1 }: Unpaired, rows: readonly number[]): Float64Array {
  const n = rows.length
  const squares = new Float64Array(n * n)
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      let sum = 0
      for (let d = 0; d < dims; d++) sum += (y1[rows[i] * dims + d] - y0[rows[j] * dims + d]) ** 2
      squares[i * n + j] = Number.isFinite(sum) ? sum : Number.MAX_SAFE_INTEGER
    }
  return squares
}
