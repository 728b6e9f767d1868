import { initials, plain, runsOf, wordsOf } from '../../panels/searchWords'

/** What is searched of an entry: its label before all, and words that it may be known by too. */
export interface Hay {
  readonly label: string
  readonly squeezed: string
  readonly runs: readonly string[]
  readonly initials: readonly string[]
  readonly also: readonly string[]
}

/** Done once for every entry, so that a keystroke has little left to do. */
export function hayOf(label: string, also: readonly string[] = []): Hay {
  const words = wordsOf(label)
  return {
    label: words.join(' '),
    squeezed: words.join(''),
    runs: runsOf(words),
    initials: [label, ...also].map(initials),
    also: also.flatMap(wordsOf),
  }
}

/** How well an entry answers to a query, 0 or less for worse; null when a word of it is nowhere to be found. */
export function score(hay: Hay, query: readonly string[]): number | null {
  let sum = 0
  for (const word of query) {
    const points = pointsOf(hay, word)
    if (points === null) return null
    sum += points
  }
  // Of two that match alike the one that says less beside it is meant.
  return sum + (hay.label.startsWith(query.join(' ')) ? 4 : 0) - 0.01 * hay.label.length
}

function pointsOf({ runs, initials, squeezed, also }: Hay, word: string): number | null {
  const at = runs.findIndex((run) => run.startsWith(word))
  if (at >= 0) return at === 0 ? 10 : 8
  if (initials[0].startsWith(word)) return 7
  if (also.some((other) => other.startsWith(word)) || initials.some((letters) => letters.startsWith(word))) return 5
  if (squeezed.includes(word)) return 4
  return word.length > 1 ? scattered(squeezed, word) : null
}

/** The letters of the word in their order with others between them: "dplct" finds "Duplicate". */
function scattered(text: string, word: string): number | null {
  let from = text.indexOf(word[0])
  if (from < 0) return null
  const start = from
  for (let i = 1; i < word.length; i++) {
    from = text.indexOf(word[i], from + 1)
    if (from < 0) return null
  }
  const gaps = from - start + 1 - word.length
  return gaps > 2 * word.length ? null : 3 - gaps / word.length
}

export const queryWords = (query: string): readonly string[] => wordsOf(plain(query))
