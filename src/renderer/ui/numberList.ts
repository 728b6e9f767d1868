const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i

/**
 * Reads "1, 0.5; 0, 1": numbers apart by commas, spaces or semicolons, which are for the eye only. An empty text is null
 * (not given); nonsense is undefined.
 */
export function parseNumbers(text: string): readonly number[] | null | undefined {
  const words = text
    .replaceAll('−', '-')
    .split(/[\s,;]+/)
    .filter((word) => word !== '')
  if (words.length === 0) return null
  const values = words.map((word) => (number.test(word) ? Number(word) : NaN))
  return values.every(Number.isFinite) ? values : undefined
}

/** The numbers by commas; where they are meant as a square matrix and fill one, its rows are apart by semicolons. */
export function writeNumbers(values: readonly number[] | null, square: boolean): string {
  const side = Math.round(Math.sqrt((values ?? []).length))
  return writeRows(values, square ? side : null)
}

/** The numbers by commas; where they fill rows of so many, these are apart by semicolons. */
export function writeRows(values: readonly number[] | null, columns: number | null): string {
  const list = values ?? []
  if (columns === null || list.length % columns !== 0) return list.join(', ')
  const rows = Array.from({ length: list.length / columns }, (_, i) => list.slice(i * columns, (i + 1) * columns))
  return rows.map((row) => row.join(', ')).join('; ')
}
