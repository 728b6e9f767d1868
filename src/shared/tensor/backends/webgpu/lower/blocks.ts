/** The elements of a matrix product that one thread computes at once: what it reads of an operand serves a whole side. */
export interface Block {
  readonly rows: number
  readonly columns: number
}

/** Elements of a block that are none of the result's may be so many of all. */
const MOST_WASTE = 1 / 8

/**
 * The block with the fewest reads for each product, sides of `most` at most, of those that leave work for `threads`. Its
 * rows divide those of the result; of its columns the last may be missing.
 */
export function blockOf(rows: number, columns: number, most: number, threads: number): Block {
  let best: Block & { readonly reads: number } = { rows: 1, columns: 1, reads: 2 }
  for (let r = 1; r <= most; r++)
    for (let c = 1; c <= most; c++) {
      const blocks = (rows / r) * Math.ceil(columns / c)
      const filled = Math.ceil(columns / c) * c
      const reads = ((r + c) / (r * c)) * (filled / columns)
      if (rows % r !== 0 || blocks < threads || filled > columns * (1 + MOST_WASTE)) continue
      if (reads < best.reads || (reads === best.reads && r > best.rows)) best = { rows: r, columns: c, reads }
    }
  return best
}
