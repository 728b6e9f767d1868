import { failure, type Outcome } from '../../../document/issue'
import { readCsv } from './csv'
import { limits } from './limits'
import { readNpy } from './npy'
import type { Table } from './table'

type Reader = (file: string, bytes: Uint8Array) => Outcome<Table> | Promise<Outcome<Table>>

const readers: Readonly<Record<string, Reader>> = {
  csv: readCsv,
  tsv: readCsv,
  txt: readCsv,
  dat: readCsv,
  npy: readNpy,
  parquet: readParquetFile,
}

/** Parquet's libraries are loaded when there is such a file: most runs start without. */
async function readParquetFile(file: string, bytes: Uint8Array): Promise<Outcome<Table>> {
  const { readParquet } = await import('./parquet')
  return await readParquet(file, bytes)
}

/** The file's name without its folders. */
const baseName = (path: string): string => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)

/** Reads a table from a file's bytes, by the extension of its name. Never throws for what is in the file. */
export async function readTable(path: string, bytes: Uint8Array): Promise<Outcome<Table>> {
  const file = baseName(path)
  const extension = /\.([^.]+)$/.exec(file)?.[1].toLowerCase() ?? ''
  if (!Object.hasOwn(readers, extension)) {
    const known = Object.keys(readers).map((name) => `.${name}`)
    return failure(`File "${file}": expected one of ${known.join(', ')}. Choose such a file, or rename it by its type.`)
  }
  if (bytes.length > limits.bytes) {
    const size = `${Math.round(bytes.length / 1024 / 1024)} MiB`
    return failure(
      `File "${file}" is ${size}, expected at most ${limits.bytes / 1024 / 1024} MiB. Take a sample of it.`,
    )
  }
  if (bytes.length === 0) return failure(`File "${file}" is empty: expected rows of numbers. Choose another file.`)
  return await readers[extension](file, bytes)
}
