/** A short piece of a value, for "got …" in a message. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (Array.isArray(value))
    return value.length <= 8 && value.every(isScalar) ? JSON.stringify(value) : listOf(value.length)
  if (typeof value === 'object') return 'an object'
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)
  return String(value)
}

const isScalar = (value: unknown): boolean => typeof value !== 'object' && String(value).length <= 24
const listOf = (length: number): string => `a list of ${length} ${length === 1 ? 'entry' : 'entries'}`

/** `a, b or c`. */
export const either = (words: readonly string[]): string => inOneLine(words, 'or')

/** `a, b and c`. */
export const altogether = (words: readonly string[]): string => inOneLine(words, 'and')

const inOneLine = (words: readonly string[], last: 'or' | 'and'): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words[words.length - 1]}`

/** The one of `names` that `name` was probably meant to be; undefined when none is near. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const wanted = name.slice(0, 64).toLowerCase()
  const scored = names.map((candidate) => ({ candidate, distance: editDistance(wanted, candidate.toLowerCase()) }))
  const best = scored.sort((a, b) => a.distance - b.distance)[0]
  return best && best.distance <= Math.max(2, Math.floor(best.candidate.length / 3)) ? best.candidate : undefined
}

/** A sentence that offers the nearest of `names`, or all of them. */
export function didYouMean(name: string, names: readonly string[]): string {
  const guess = nearest(name, names)
  if (guess !== undefined) return `Did you mean "${guess}"?`
  return names.length === 0 ? 'There are none.' : `There is ${either(names.map((one) => `"${one}"`))}.`
}

/** Levenshtein's distance: insertions, deletions and exchanges that take one word to the other. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)))
    }
    row = next
  }
  return row[b.length]
}
