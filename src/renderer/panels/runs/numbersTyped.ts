/** Numbers apart by commas or spaces, minus signs of either kind; null where one of them is none. */
export function parsedNumbers(text: string): readonly number[] | null {
  const words = text
    .replaceAll('−', '-')
    .split(/[\s,;]+/)
    .filter((word) => word !== '')
  const numbers = words.map(Number)
  return numbers.every(Number.isFinite) ? numbers : null
}
