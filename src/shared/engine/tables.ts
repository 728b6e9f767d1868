import { describeTable, readTable, tableSource, type Table } from '../learn/data'
import type { DataSource } from '../document/schema'
import type { TableReport } from '../rpc/protocol'
import { RpcFailure } from '../rpc/failure'
import { valueOf } from './outcome'

/** The file read last, from which columns can be taken. */
export class Tables {
  #last: { readonly name: string; readonly table: Table } | null = null

  async read(name: string, bytes: Uint8Array): Promise<TableReport> {
    const table = valueOf(await readTable(name, bytes))
    this.#last = { name, table }
    return describeTable(name, table)
  }

  /** Rows that lack a number in a chosen column come along: the document says what becomes of them. */
  take(columns: readonly string[]): DataSource {
    if (!this.#last) throw new RpcFailure('No file has been read yet. Choose a data file first.')
    return valueOf(tableSource(this.#last.name, this.#last.table, columns, 'keep'))
  }
}
