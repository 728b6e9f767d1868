import type { NumberTable } from './numbers'

/** A table as CSV with a header line; every float32 in the fewest digits that give it back. */
export function csvOf({ columns, values, words }: NumberTable): string {
  const width = columns.length
  const line = (cells: readonly string[], word: string): string =>
    (words === undefined ? cells : cells.toSpliced(words.before, 0, quoted(word))).join(',')
  const lines = [line(columns.map(quoted), words?.column ?? '')]
  for (let row = 0; row < values.length / width; row++) {
    const cells = Array.from(values.subarray(row * width, (row + 1) * width), shortest)
    lines.push(line(cells, words?.of(row) ?? ''))
  }
  return `${lines.join('\n')}\n`
}

/** A cell of words. */
export const quoted = (name: string): string => (/[",\r\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name)

/** Nine significant digits always tell a float32 from its neighbours; mostly fewer do. */
function shortest(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf'
  for (const digits of [6, 7, 8]) {
    const written = Number(value.toPrecision(digits))
    if (Math.fround(written) === value) return String(written)
  }
  return String(Number(value.toPrecision(9)))
}
