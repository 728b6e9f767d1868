import { failure, type Outcome } from '../../../document/issue'
import { detectDialect, isHeader, parseCell, type Dialect } from './csvDialect'
import { CsvScanner } from './csvScanner'
import { checkShape, limits } from './limits'
import { some } from './some'
import { buildTable, checkNames, ColumnBuilder, HEAD_ROWS, type Table } from './table'
import { decodeUtf8 } from './utf8'

const SAMPLE_BYTES = 64 * 1024

const startsWith = (bytes: Uint8Array, ...mark: number[]) => mark.every((byte, i) => bytes[i] === byte)

/**
 * Reads delimited text: comma, semicolon, tab, bar or space; with or without a header; decimal point, or comma where
 * that is not the delimiter; UTF-8, with or without a byte order mark.
 */
export function readCsv(file: string, bytes: Uint8Array): Outcome<Table> {
  if (startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff)) {
    return failure(`File "${file}" is UTF-16 text, expected UTF-8. Save it as UTF-8.`)
  }
  const start = startsWith(bytes, 0xef, 0xbb, 0xbf) ? 3 : 0
  const dialect = detectDialect(sampleText(bytes, start))
  const scanner = new CsvScanner(bytes, dialect.delimiter, start)
  const first = scanner.next()
  if (first.kind === 'end') return failure(`File "${file}" is empty: expected rows of numbers. Choose another file.`)
  if (first.kind === 'fault') return failure(`File "${file}", line ${first.line}: ${first.reason}.`)
  const second = scanner.next()
  const header = isHeader(first.cells, second.kind === 'record' ? second.cells : null, dialect.decimal)
  const width = checkShape(file, 1, first.cells.length)
  if (!width.ok) return width
  const names = first.cells.map((cell, i) => (header && cell.trim()) || `column ${i + 1}`)
  const named = checkNames(file, names)
  if (!named.ok) return named

  const rows = new RowReader(names, dialect)
  if (!header) rows.add(first.cells, first.line)
  for (let record = second; record.kind !== 'end'; record = scanner.next()) {
    if (record.kind === 'fault') return failure(`File "${file}", line ${record.line}: ${record.reason}.`)
    rows.add(record.cells, record.line)
    const shape = checkShape(file, rows.count, names.length)
    if (!shape.ok) return shape
  }
  if (rows.ragged > 0) {
    const list = some(rows.firstRagged, rows.ragged)
    const expected = `expected ${names.length} as in line ${first.line}`
    return failure(`File "${file}": ${list}; ${expected}. Give every row the same number of cells.`)
  }
  if (rows.count === 0) return failure(`File "${file}" has a header and no rows: expected rows of numbers below it.`)
  return buildTable(file, rows.builders, rows.count, rows.head)
}

/** The first lines, for detection only: a byte that is not UTF-8, or cut in two, is left out. */
function sampleText(bytes: Uint8Array, start: number): string {
  const end = Math.min(bytes.length, start + SAMPLE_BYTES)
  const lastLine = end < bytes.length ? bytes.lastIndexOf(10, end) : end
  return decodeUtf8(bytes, start, Math.max(start, lastLine > start ? lastLine : Math.min(end, limits.line))) ?? ''
}

const FIRST_RAGGED = 3

/** Sorts records into columns and keeps the first that do not fit. */
class RowReader {
  readonly builders: readonly ColumnBuilder[]
  readonly head: (readonly string[])[] = []
  readonly firstRagged: string[] = []
  ragged = 0
  count = 0

  constructor(
    names: readonly string[],
    private readonly dialect: Dialect,
  ) {
    this.builders = names.map((name) => new ColumnBuilder(name))
  }

  add(cells: readonly string[], line: number): void {
    if (cells.length !== this.builders.length) {
      if (this.ragged++ < FIRST_RAGGED) {
        this.firstRagged.push(`line ${line} has ${cells.length} ${cells.length === 1 ? 'cell' : 'cells'}`)
      }
      return
    }
    if (this.count++ < HEAD_ROWS) this.head.push(cells.map((cell) => cell.trim()))
    cells.forEach((cell, i) => {
      const value = parseCell(cell, this.dialect.decimal)
      if (value === null) this.builders[i].fault(cell.trim(), `line ${line}`)
      else this.builders[i].number(value)
    })
  }
}
