import { failure, type Outcome } from '../../../document/issue'

/** What a file may hold. Larger ones are refused before any of it is unpacked. */
export const limits = {
  bytes: 512 * 1024 * 1024,
  rows: 10_000_000,
  columns: 1024,
  /** Rows times columns: 400 MB as float64. */
  cells: 50_000_000,
  /** Bytes of one line of text, or of one record with line breaks inside quotes. */
  line: 1024 * 1024,
  /** Characters of a column's name, as documents allow. */
  name: 256,
} as const

const amount = (n: number): string => n.toLocaleString('en-US')

/** Refuses a shape that is empty or too large. */
export function checkShape(file: string, rows: number, columns: number): Outcome<null> {
  if (rows === 0 || columns === 0) {
    return failure(`File "${file}" has no rows: expected at least one row of numbers. Choose another file.`)
  }
  if (columns > limits.columns) {
    const most = `expected at most ${amount(limits.columns)}`
    return failure(`File "${file}" has ${amount(columns)} columns, ${most}. Keep the columns you need.`)
  }
  if (rows > limits.rows) {
    const most = `expected at most ${amount(limits.rows)}`
    return failure(`File "${file}" has ${amount(rows)} rows, ${most}. Take a sample of its rows.`)
  }
  if (rows * columns > limits.cells) {
    const most = `expected at most ${amount(limits.cells)}`
    return failure(`File "${file}" has ${amount(rows * columns)} values, ${most}. Keep fewer rows or columns.`)
  }
  return { ok: true, value: null }
}
