import { limits } from './limits'
import { decodeUtf8 } from './utf8'

/** One record of a delimited file, or why there is none. Lines count from 1. */
export type Scanned =
  | { readonly kind: 'record'; readonly line: number; readonly cells: readonly string[] }
  | { readonly kind: 'fault'; readonly line: number; readonly reason: string }
  | { readonly kind: 'end' }

const QUOTE = 34
const LF = 10
const CR = 13
const SPACE = 32

/** Takes a file of delimited text apart, a record at a time, in one pass over its bytes (RFC 4180, any line ending). */
export class CsvScanner {
  private line = 1
  private readonly delimiterByte: number

  /** @param at where the text starts, after any byte order mark */
  constructor(
    private readonly bytes: Uint8Array,
    private readonly delimiter: string,
    private at: number,
  ) {
    this.delimiterByte = delimiter.charCodeAt(0)
  }

  /** The next record that is not a blank line. */
  next(): Scanned {
    const { bytes } = this
    while (this.at < bytes.length) {
      const start = this.at
      const line = this.line
      const stop = Math.min(bytes.length, start + limits.line + 1)
      let end = start
      let quoted = false
      while (end < stop && bytes[end] !== LF && bytes[end] !== CR) {
        if (bytes[end] === QUOTE) quoted = true
        end++
      }
      if (end - start > limits.line) return this.fault(line, tooLong)
      if (quoted) return this.quotedRecord(start, line)
      this.skipLineEnd(end)
      const text = decodeUtf8(bytes, start, end)
      if (text === null) return this.fault(line, notUtf8)
      if (text.includes('\0')) return this.fault(line, binary)
      if (text.trim() === '') continue
      return { kind: 'record', line, cells: text.split(this.delimiter) }
    }
    return { kind: 'end' }
  }

  /** A record in which a cell may hold delimiters, quotes (doubled) and line breaks. */
  private quotedRecord(start: number, line: number): Scanned {
    const { bytes } = this
    const cells: string[] = []
    this.at = start
    for (;;) {
      const cell = this.cell(start, line)
      if (typeof cell !== 'string') return cell
      cells.push(cell)
      if (this.at - start > limits.line) return this.fault(line, tooLong)
      if (this.at < bytes.length && bytes[this.at] === this.delimiterByte) {
        this.at++
        continue
      }
      this.skipLineEnd(this.at)
      return { kind: 'record', line, cells }
    }
  }

  /** Reads one cell and stands on what ends it: a delimiter, a line end or the end of the file. */
  private cell(recordStart: number, recordLine: number): string | Scanned {
    const { bytes } = this
    const stop = Math.min(bytes.length, recordStart + limits.line + 1)
    const isQuoted = bytes[this.at] === QUOTE
    const from = isQuoted ? ++this.at : this.at
    let to: number
    if (isQuoted) {
      for (; ; this.at++) {
        if (this.at >= stop) return this.fault(recordLine, this.at < bytes.length ? tooLong : unclosed)
        if (bytes[this.at] === LF || (bytes[this.at] === CR && bytes[this.at + 1] !== LF)) this.line++
        if (bytes[this.at] !== QUOTE) continue
        if (bytes[this.at + 1] === QUOTE) this.at++
        else break
      }
      to = this.at++
      while (bytes[this.at] === SPACE && this.delimiterByte !== SPACE) this.at++
      if (!this.atCellEnd()) return this.fault(this.line, textAfterQuote)
    } else {
      while (!this.atCellEnd()) this.at++
      to = this.at
    }
    const text = decodeUtf8(bytes, from, to)
    if (text === null) return this.fault(this.line, notUtf8)
    return isQuoted ? text.replaceAll('""', '"') : text
  }

  private atCellEnd(): boolean {
    const byte = this.bytes[this.at]
    return this.at >= this.bytes.length || byte === this.delimiterByte || byte === LF || byte === CR
  }

  private skipLineEnd(end: number): void {
    const { bytes } = this
    this.at = end + (bytes[end] === CR && bytes[end + 1] === LF ? 2 : 1)
    this.line++
  }

  private fault(line: number, reason: string): Scanned {
    this.at = this.bytes.length
    return { kind: 'fault', line, reason }
  }
}

const tooLong = `longer than ${limits.line / 1024 / 1024} MiB. Write one row of values per line`
const notUtf8 = 'not UTF-8 text. Save the file as UTF-8'
const binary = 'binary, not text. Choose a CSV file, or name it by its true type'
const unclosed = 'a quoted cell that never ends. Close its quotation mark'
const textAfterQuote = 'text after a closing quotation mark. Double the quotation marks inside a quoted cell'
