import type { NumberTable } from './numbers'

/** A table as CSV with a header line; every float32 in the fewest digits that give it back. */
export function csvOf({ columns, values }: NumberTable): string {
  const lines = [columns.map(quoted).join(',')]
  for (let at = 0; at < values.length; at += columns.length) {
    lines.push(Array.from(values.subarray(at, at + columns.length), shortest).join(','))
  }
  return `${lines.join('\n')}\n`
}

const quoted = (name: string): string => (/[",\r\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name)

/** Nine significant digits always tell a float32 from its neighbours; mostly fewer do. */
function shortest(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf'
  for (const digits of [6, 7, 8]) {
    const written = Number(value.toPrecision(digits))
    if (Math.fround(written) === value) return String(written)
  }
  return String(Number(value.toPrecision(9)))
}
