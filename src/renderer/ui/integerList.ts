/** Reads "2, 1, 3": whole numbers apart by commas or spaces. An empty text is null (not given); nonsense is undefined. */
export function parseIntegers(text: string): readonly number[] | null | undefined {
  const words = text.split(/[\s,;]+/).filter((word) => word !== '')
  if (words.length === 0) return null
  return words.every((word) => /^[+-]?\d{1,9}$/.test(word)) ? words.map(Number) : undefined
}

export const writeIntegers = (values: readonly number[] | null): string => (values ?? []).join(', ')
