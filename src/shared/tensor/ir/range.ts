/** Neighbouring indices from `start` up to `end`, which is not among them. */
export interface Range {
  readonly start: number
  readonly end: number
}

const known = new Map<string, readonly number[]>()
const ranges = new WeakMap<readonly number[], Range>()

/** Lists kept for the next program; more than any one program needs. */
const MOST_KEPT = 4096

/**
 * The indices start, …, end − 1, as a list that `asRange` knows at once. Programs slice long parameter vectors, so the
 * lists are made once and shared: they must not be changed.
 */
export function range(start: number, end: number): readonly number[] {
  const key = `${start} ${end}`
  let indices = known.get(key)
  if (!indices) {
    indices = Array.from({ length: end - start }, (_, i) => start + i)
    ranges.set(indices, { start, end })
    if (known.size >= MOST_KEPT) known.clear()
    known.set(key, indices)
  }
  return indices
}

/** The range that a list of indices is; null where they are not neighbours in order. */
export function asRange(indices: readonly number[]): Range | null {
  const found = ranges.get(indices)
  if (found) return found
  if (indices.length === 0 || indices.some((index, i) => index !== indices[0] + i)) return null
  const made = { start: indices[0], end: indices[0] + indices.length }
  ranges.set(indices, made)
  return made
}
