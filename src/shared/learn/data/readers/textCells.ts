import type { Classes } from './table'

/** The most different values a column may have to be one of classes. */
export const MOST_CLASSES = 64

/** The cells of a column that are text, remembered as long as their different values are few. */
export class TextCells {
  readonly #known = new Map<string, string>()
  /** By row; empty where a cell is no text. */
  #cells: string[] | null = []

  add(row: number, text: string): void {
    if (!this.#cells) return
    if (!this.#known.has(text)) this.#known.set(text, text) // one copy of each, however many the rows
    if (this.#known.size > MOST_CLASSES) this.#cells = null
    else this.#cells[row] = this.#known.get(text)!
  }

  /** With the column's numbers, NaN where a cell is text or missing; null where there are too many different values. */
  classes(values: Float64Array): Classes | null {
    const cells = this.#cells
    if (!cells) return null
    return classesFrom(values.length, (row) => (cells[row] as string | undefined) ?? numberName(values[row]))
  }
}

/** A number as the name of a class; null where it is missing. */
export const numberName = (value: number): string | null => (Number.isNaN(value) ? null : String(value))

/** Classes by the name of each row, numbers in their order, then text in that of its characters; null where too many. */
export function classesFrom(rows: number, nameAt: (row: number) => string | null): Classes | null {
  const places = new Map<string, number>()
  for (let row = 0; row < rows; row++) {
    const name = nameAt(row)
    if (name !== null && !places.has(name)) places.set(name, 0)
    if (places.size > MOST_CLASSES) return null
  }
  const names = [...places.keys()].sort(byValue)
  names.forEach((name, place) => places.set(name, place))
  const codes = Float64Array.from({ length: rows }, (_, row) => {
    const name = nameAt(row)
    return name === null ? NaN : places.get(name)!
  })
  return names.length === 0 ? null : { names, codes }
}

function byValue(a: string, b: string): number {
  const [x, y] = [Number(a), Number(b)]
  if (!Number.isNaN(x) && !Number.isNaN(y)) return x - y
  return a < b ? -1 : 1
}
