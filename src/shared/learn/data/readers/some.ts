/** The first few of a list and how many more there are: `a; b; c; and 12 more`. */
export function some(items: readonly string[], total = items.length, shown = 3): string {
  const listed = items.slice(0, shown)
  const rest = total - listed.length
  return [...listed, ...(rest > 0 ? [`and ${rest} more`] : [])].join('; ')
}
