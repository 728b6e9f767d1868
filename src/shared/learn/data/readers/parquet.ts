import { parquetMetadataAsync, parquetRead, parquetSchema, type AsyncBuffer } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { failure, type Outcome } from '../../../document/issue'
import { checkShape } from './limits'
import { buildTable, checkNames, ColumnBuilder, HEAD_ROWS, type Table } from './table'

/**
 * Reads a Parquet file's top-level columns. Numbers and booleans become numbers, nulls gaps, and everything else
 * (text, dates, lists) a column of text that cannot be chosen.
 */
export async function readParquet(file: string, bytes: Uint8Array): Promise<Outcome<Table>> {
  const source: AsyncBuffer = {
    byteLength: bytes.length,
    slice: (start, end) => bytes.slice(start, end).buffer,
  }
  try {
    const metadata = await parquetMetadataAsync(source)
    const names = parquetSchema(metadata).children.map((child) => child.element.name)
    const rows = Number(metadata.num_rows)
    const shape = checkShape(file, rows, names.length)
    if (!shape.ok) return shape
    const named = checkNames(file, names)
    if (!named.ok) return named

    const builders: ColumnBuilder[] = []
    const head = Array.from({ length: Math.min(rows, HEAD_ROWS) }, (): string[] => [])
    for (const name of names) {
      const cells = await readColumn(source, metadata, name, rows)
      if (cells === null) return failure(`File "${file}", column "${name}" is cut short: expected ${rows} rows.`)
      builders.push(buildColumn(name, cells))
      head.forEach((row, i) => row.push(shown(cells[i])))
    }
    return buildTable(file, builders, rows, head)
  } catch (error) {
    // hyparquet reports a damaged file by throwing: its reason is ours to pass on
    const reason = error instanceof Error ? error.message : String(error)
    return failure(`File "${file}" cannot be read as Parquet: ${reason}. Write the file again.`)
  }
}

type Metadata = Awaited<ReturnType<typeof parquetMetadataAsync>>

/** One column's cells, or null where the file holds fewer than it says. */
async function readColumn(
  file: AsyncBuffer,
  metadata: Metadata,
  name: string,
  rows: number,
): Promise<readonly unknown[] | null> {
  const cells = new Array<unknown>(rows)
  let filled = 0
  await parquetRead({
    file,
    metadata,
    compressors,
    columns: [name],
    onChunk: ({ columnData, rowStart }) => {
      for (let i = 0; i < columnData.length && rowStart + i < rows; i++) cells[rowStart + i] = columnData[i]
      filled += columnData.length
    },
  })
  return filled >= rows ? cells : null
}

function buildColumn(name: string, cells: readonly unknown[]): ColumnBuilder {
  const builder = new ColumnBuilder(name, cells.length)
  cells.forEach((cell, i) => {
    if (cell === null || cell === undefined) builder.gap()
    else if (typeof cell === 'number' || typeof cell === 'bigint' || typeof cell === 'boolean')
      builder.number(Number(cell))
    else builder.fault(shown(cell), `row ${i + 1}`)
  })
  return builder
}

function shown(cell: unknown): string {
  if (cell === null || cell === undefined) return ''
  if (cell instanceof Date) return cell.toISOString()
  if (cell instanceof Uint8Array) return `${cell.length} bytes`
  return typeof cell === 'object'
    ? JSON.stringify(cell, (_, v: unknown) => (typeof v === 'bigint' ? String(v) : v))
    : String(cell)
}
