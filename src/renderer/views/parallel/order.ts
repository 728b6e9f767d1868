/**
 * The columns in an order in which neighbours go together: from the pair of strongest correlation on, each time the
 * column that is most like one of the two ends. `correlations` is [D, D] of the whole table.
 */
export function byCorrelation(columns: readonly number[], correlations: Float64Array, dims: number): number[] {
  const strength = (a: number, b: number): number => {
    const value = Math.abs(correlations[a * dims + b])
    return Number.isNaN(value) ? -1 : value // a constant column goes with none
  }
  const pairs = columns.flatMap((a, i) => columns.slice(i + 1).map((b) => [a, b] as const))
  if (pairs.length === 0) return [...columns]
  const order: number[] = [...pairs.reduce((best, pair) => (strength(...pair) > strength(...best) ? pair : best))]
  const left = new Set(columns.filter((column) => !order.includes(column)))
  while (left.size > 0) {
    const [first, last] = [order[0], order[order.length - 1]]
    const next = [...left].reduce((best, column) => {
      const of = (c: number): number => Math.max(strength(c, first), strength(c, last))
      return of(column) > of(best) ? column : best
    })
    left.delete(next)
    if (strength(next, first) > strength(next, last)) order.unshift(next)
    else order.push(next)
  }
  return order
}

/** The order with the axis at `from` taken to `to`, the others making room. */
export function reordered(order: readonly number[], from: number, to: number): number[] {
  const rest = order.filter((_, i) => i !== from)
  rest.splice(Math.min(rest.length, Math.max(0, to)), 0, order[from])
  return rest
}
