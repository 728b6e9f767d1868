import type { DataSource, FlowDocument } from '../document/schema'
import { describeData, rawTable, type RawTable } from '../learn/data'
import { rowsCsv } from '../learn/exporters/rowsCsv'
import type { DataDescription, DataRows, EngineParams } from '../rpc/protocol'
import { RpcFailure } from '../rpc/failure'
import type { EngineHost } from './host'
import { valueOf } from './outcome'

type Sort = EngineParams['dataRows']['sort']

/** Answers questions about data before they are trained on; what was described last can be leafed through. */
export class DataDesk {
  #last: RawTable | null = null
  /** The number of the newest description: older ones are given up. */
  #asked = 0
  /** The order asked for last, and the rows in it. */
  #order: { readonly sort: Sort; readonly rows: Uint32Array } | null = null

  constructor(private readonly host: EngineHost) {}

  async describe(data: FlowDocument['data']): Promise<DataDescription> {
    const mine = ++this.#asked
    const raw = valueOf(await rawTable(data.source, this.host))
    const breathe = async (): Promise<void> => {
      await this.host.breathe()
      if (mine !== this.#asked) throw new RpcFailure('Newer data took the place of these.')
    }
    const description = await describeData(data, raw, this.host, breathe)
    this.#last = raw
    this.#order = null
    return description
  }

  rows({ from, count, sort }: EngineParams['dataRows']): DataRows {
    const raw = this.#last
    if (!raw) throw new RpcFailure('No data have been looked through yet. Open the data workshop again.')
    const places = this.#inOrder(raw, sort).slice(from, from + count)
    const width = raw.columns.length
    const values = new Float64Array(places.length * width)
    raw.columns.forEach((column, c) => {
      const numbers = numbersOf(column)
      places.forEach((row, i) => (values[i * width + c] = numbers[row]))
    })
    return { from, places, values, classes: raw.columns.map(({ classes }) => classes?.names ?? null) }
  }

  /** All rows of a source as CSV: drawn afresh where it is a generator or an energy. */
  async sample(source: DataSource): Promise<string> {
    const { columns, rows } = valueOf(await rawTable(source, this.host))
    const shown = columns.filter(({ kind, classes }) => kind !== 'text' || classes !== undefined)
    const values = new Float64Array(rows * shown.length)
    shown.forEach((column, c) => {
      const numbers = numbersOf(column)
      for (let row = 0; row < rows; row++) values[row * shown.length + c] = numbers[row]
    })
    const classes = shown.flatMap(({ name, classes }) => (classes ? [[name, classes.names] as const] : []))
    const names = shown.map(({ name }) => name)
    return rowsCsv(names, values, Object.fromEntries(classes))
  }

  /** Rows without a number come last, equal ones in their own order. */
  #inOrder(raw: RawTable, sort: Sort): Uint32Array {
    const known = this.#order
    if (known && known.sort?.column === sort?.column && known.sort?.falling === sort?.falling) return known.rows
    const rows = Uint32Array.from({ length: raw.rows }, (_, row) => row)
    const column = sort && raw.columns[sort.column]
    if (sort && column) {
      const values = numbersOf(column)
      const sign = sort.falling ? -1 : 1
      rows.sort((a, b) => {
        const [x, y] = [values[a], values[b]]
        if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y)) || a - b
        return sign * (x - y) || a - b
      })
    }
    this.#order = { sort, rows }
    return rows
  }
}

const numbersOf = ({ classes, values }: RawTable['columns'][number]): Float64Array => classes?.codes ?? values
