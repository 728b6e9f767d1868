/** Columns padded to their widest entry, two spaces apart. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = heads.map((head, i) => Math.max(head.length, ...rows.map((row) => row[i].length)))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => cell.padEnd(widths[i]))
      .join('  ')
      .trimEnd()
  return [heads, widths.map((width) => '─'.repeat(width)), ...rows].map((cells) => line(cells) + '\n').join('')
}

/** A table of Markdown, each row on one line. */
export function markdownTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`
  return [heads, heads.map(() => '---'), ...rows].map(line).join('')
}
