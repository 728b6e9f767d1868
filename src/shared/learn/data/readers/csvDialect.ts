/** How a text file writes its table. */
export interface Dialect {
  readonly delimiter: string
  readonly decimal: '.' | ','
}

/** In order of trust: a tab or semicolon is rarely in a cell, a comma or a space often. */
const candidates = ['\t', ';', ',', '|', ' ']

const quoted = /"(?:[^"]|"")*"/g

/** Finds the delimiter and the decimal mark from a file's first lines. */
export function detectDialect(sample: string): Dialect {
  const lines = sample
    .replace(quoted, '""')
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, 20)
  const delimiter = detectDelimiter(lines)
  return { delimiter, decimal: detectDecimal(sample, delimiter) }
}

function detectDelimiter(lines: readonly string[]): string {
  const counts = candidates.map((candidate) => lines.map((line) => line.split(candidate).length - 1))
  const steady = counts.findIndex((perLine) => perLine[0] > 0 && perLine.every((count) => count === perLine[0]))
  if (steady >= 0) return candidates[steady]
  const total = counts.map((perLine) => perLine.filter((count) => count > 0).length)
  const most = Math.max(...total.slice(0, 4)) // a space is too common in prose to be guessed
  return most > 0 ? candidates[total.indexOf(most)] : ','
}

const commaNumber = /^\s*"?[+-]?\d*,\d+([eE][+-]?\d+)?"?\s*$/
const pointNumber = /^\s*"?[+-]?\d*\.\d+([eE][+-]?\d+)?"?\s*$/

/** A comma is the decimal mark where it does not part cells and no number is written with a point. */
function detectDecimal(sample: string, delimiter: string): '.' | ',' {
  if (delimiter === ',') return '.'
  const cells = sample.split(/\r\n|\n|\r/).flatMap((line) => line.split(delimiter))
  return cells.some((cell) => commaNumber.test(cell)) && !cells.some((cell) => pointNumber.test(cell)) ? ',' : '.'
}

const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
const infinity = /^[+-]?inf(?:inity)?$/i
const missing = new Set(['', 'na', 'n/a', '#n/a', 'nan', '+nan', '-nan', 'null', 'none', 'nil', '?', '-', '.'])

/** A cell's number, NaN for a gap (`NA`, `nan`, `?`, empty …), or null for anything else. */
export function parseCell(cell: string, decimal: '.' | ','): number | null {
  const text = decimal === ',' ? cell.trim().replace(',', '.') : cell.trim()
  if (number.test(text)) return Number(text)
  if (missing.has(text.toLowerCase())) return NaN
  if (infinity.test(text)) return text.startsWith('-') ? -Infinity : Infinity
  return null
}

/**
 * Whether the first record names the columns: when none of its cells is a number, when its numbers are whole (years,
 * or the 0, 1, 2 … of a data frame) and a name stands over a number, or when only an index corner is blank.
 */
export function isHeader(first: readonly string[], second: readonly string[] | null, decimal: '.' | ','): boolean {
  const values = first.map((cell) => parseCell(cell, decimal))
  const below = second?.map((cell) => parseCell(cell, decimal)) ?? []
  const isText = (i: number) => values[i] === null
  if (values.every((value) => value === null || Number.isNaN(value))) return values.some((_, i) => isText(i))
  const whole = values.every((value) => value === null || Number.isNaN(value) || Number.isInteger(value))
  if (!whole) return false
  if (values.some((_, i) => isText(i) && typeof below[i] === 'number' && !Number.isNaN(below[i]))) return true
  return first[0].trim() === '' && first.length > 1 && values.slice(1).every((value, i) => value === i)
}
