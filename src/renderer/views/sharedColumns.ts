import type { ColumnSummary, Opened } from '@shared/rpc/protocol'

/**
 * What one stage shows with axes that hold the data of the other too: two pictures side by side are compared place by
 * place. The very same where its axes hold them already.
 */
export function withColumnsOf(opened: Opened, other: Opened): Opened {
  const columns = opened.data.columns.map((column, i) => united(column, other.data.columns.at(i) ?? column))
  const same = columns.every((column, i) => column === opened.data.columns[i])
  return same ? opened : { ...opened, data: { ...opened.data, columns } }
}

function united(column: ColumnSummary, { min, max }: ColumnSummary): ColumnSummary {
  if (column.min <= min && max <= column.max) return column
  return { ...column, min: Math.min(column.min, min), max: Math.max(column.max, max) }
}
