/**
 * The column of each row such that no column is taken twice and the sum of the finite costs [n, n], row-major, is least. By
 * shortest augmenting paths after a reduction of the columns (Jonker & Volgenant 1987, Computing 38): at most n³ operations.
 * Of assignments that cost the same always the same one.
 */
export function assign(cost: Float64Array, n: number): Uint32Array {
  const price = new Float64Array(n)
  const columnOf = new Int32Array(n).fill(-1)
  const rowOf = new Int32Array(n).fill(-1)
  for (let column = 0; column < n; column++) {
    const row = cheapestRow(cost, n, column)
    price[column] = cost[row * n + column]
    if (columnOf[row] >= 0) continue
    columnOf[row] = column
    rowOf[column] = row
  }
  const search = new Search(cost, price, rowOf)
  for (let row = 0; row < n; row++) if (columnOf[row] < 0) augment(row, search.from(row), { columnOf, rowOf })
  return Uint32Array.from(columnOf)
}

function cheapestRow(cost: Float64Array, n: number, column: number): number {
  let best = 0
  for (let row = 1; row < n; row++) if (cost[row * n + column] < cost[best * n + column]) best = row
  return best
}

interface Matching {
  /** −1 where there is none yet. */
  readonly columnOf: Int32Array
  readonly rowOf: Int32Array
}

/** Gives each row of a path the next column of it, so that the free row at its start has one too. */
function augment(
  start: number,
  { end, before }: { readonly end: number; readonly before: Int32Array },
  { columnOf, rowOf }: Matching,
): void {
  for (let column = end, row = -1; row !== start;) {
    row = before[column]
    rowOf[column] = row
    const next = columnOf[row]
    columnOf[row] = column
    column = next
  }
}

/**
 * Finds shortest paths by Dijkstra's algorithm in costs less the columns' prices, by which no row that has a column would
 * pay less for another; and keeps the prices so.
 */
class Search {
  readonly #length: Float64Array
  readonly #before: Int32Array
  /** Columns by place: those before a place are done. */
  readonly #order: Int32Array

  constructor(
    private readonly cost: Float64Array,
    private readonly price: Float64Array,
    private readonly rowOf: Int32Array,
  ) {
    const n = price.length
    this.#length = new Float64Array(n)
    this.#before = new Int32Array(n)
    this.#order = Int32Array.from({ length: n }, (_, i) => i)
  }

  /** The nearest free column from a free row, and the row before each column on the way. */
  from(start: number): { readonly end: number; readonly before: Int32Array } {
    const { cost, price, rowOf } = this
    const [length, before, order] = [this.#length, this.#before, this.#order]
    const n = price.length
    let nearest = 0
    for (let i = 0; i < n; i++) {
      const column = order[i]
      length[column] = cost[start * n + column] - price[column]
      before[column] = start
      if (length[column] < length[order[nearest]]) nearest = i
    }
    for (let done = 0; ; done++) {
      const column = order[nearest]
      order[nearest] = order[done]
      order[done] = column
      const row = rowOf[column]
      if (row < 0) {
        for (let i = 0; i < done; i++) price[order[i]] += length[order[i]] - length[column]
        return { end: column, before }
      }
      const passed = length[column] - (cost[row * n + column] - price[column])
      let least = Infinity
      for (let i = done + 1; i < n; i++) {
        const next = order[i]
        const there = passed + cost[row * n + next] - price[next]
        if (there < length[next]) {
          length[next] = there
          before[next] = row
        }
        if (length[next] < least) {
          least = length[next]
          nearest = i
        }
      }
    }
  }
}
