const quoted = (name: string): string => (/[",\n\r]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name)

/**
 * CSV with a header; numbers in the shortest form that reads back the same. `values` is row-major [n, names]; in a column
 * that has `classes`, by name, they are places among these.
 */
export function rowsCsv(
  names: readonly string[],
  values: ArrayLike<number>,
  classes: Readonly<Record<string, readonly string[]>> = {},
): string {
  const width = names.length
  const lines = [names.map(quoted).join(',')]
  for (let start = 0; start < values.length; start += width) {
    const cells = Array.from({ length: width }, (_, d) => {
      const own = Object.hasOwn(classes, names[d]) ? classes[names[d]] : null
      const value = values[start + d]
      return own ? quoted(own[value] ?? '') : String(value)
    })
    lines.push(cells.join(','))
  }
  return lines.join('\n') + '\n'
}
