import { z } from 'zod'
import { DataSource, FlowDocument } from '../document/schema'
import type { TableReport } from './answers'
import type { DataDescription, DataRows } from './dataDescription'

/** Calls to the engine about data, before a flow is trained on them: files, what is in them, and what can be chosen. */
export const dataCalls = {
  /** Answers `DatasetEntry[]`. */
  datasets: z.strictObject({}),
  /** Reads a user's file (type by extension). Answers `TableReport`. */
  readTable: z.strictObject({ name: z.string().max(256), bytes: z.instanceof(Uint8Array) }),
  /** The chosen columns of the file read last, as a document's data source. Answers `DataSource`. */
  takeTable: z.strictObject({ columns: z.array(z.string().max(256)).min(1).max(1024) }),
  /** Looks through data as a document names, mends and divides them. Answers `DataDescription`. */
  describeData: z.strictObject({ data: FlowDocument.shape.data }),
  /** Rows of what was described last, by a column in rising or falling order where one is named. Answers `DataRows`. */
  dataRows: z.strictObject({
    from: z.number().int().min(0),
    count: z.number().int().min(1).max(1000),
    sort: z.strictObject({ column: z.number().int().min(0).max(1023), falling: z.boolean() }).nullable(),
  }),
  /** Rows drawn from a generator or an energy, or those of another source, with its labels; CSV. Answers a text. */
  sampleData: z.strictObject({ source: DataSource }),
} as const

/** A data set a person can choose. */
export interface DatasetEntry {
  readonly kind: 'toy' | 'energy' | 'builtin'
  readonly name: string
  readonly label: string
  readonly dims: number
  /** Rows of a built-in file; null for a generator. */
  readonly rows: number | null
  readonly summary: string
  readonly source: string
  readonly licence: string | null
  /** Numbers a generator takes, e.g. noise. */
  readonly settings: readonly {
    readonly key: string
    readonly label: string
    readonly default: number
    readonly min: number
    readonly max: number
  }[]
}

export interface DataResults {
  datasets: readonly DatasetEntry[]
  readTable: TableReport
  takeTable: DataSource
  describeData: DataDescription
  dataRows: DataRows
  sampleData: { readonly content: string }
}
