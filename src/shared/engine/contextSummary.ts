import type { ContextColumn } from '../document/model'
import type { GivenSummary } from '../rpc/protocol'

/** Of context columns, by natural rows of them [n, columns]; three deviations around the mean where there are none. */
export const summariseContext = (columns: readonly ContextColumn[], rows: ArrayLike<number>): readonly GivenSummary[] =>
  columns.map((column, k): GivenSummary => {
    if (column.kind === 'class') return { name: column.name, kind: 'class', classes: column.classes }
    const { name, mean, scale } = column
    const own = Array.from({ length: rows.length / columns.length }, (_, i) => rows[i * columns.length + k])
    const values = own.length > 0 ? own.sort((a, b) => a - b) : [mean - 3 * scale, mean, mean + 3 * scale]
    const quantile = (share: number) => values[Math.round(share * (values.length - 1))]
    const quantiles = [0.05, 0.25, 0.5, 0.75, 0.95].map(quantile)
    return { name, kind: 'number', min: values[0], max: values[values.length - 1], mean, quantiles }
  })
