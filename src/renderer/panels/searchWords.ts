/** Lower case, without accents and marks. */
export const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9 ]+/g, ' ')

export const wordsOf = (text: string): readonly string[] => plain(text).split(' ').filter(Boolean)

/** First letters of the words, so that "nsf" finds neural spline flows and "maf" the masked autoregressive flow. */
export const initials = (text: string): string => plain(text).replace(/([a-z0-9])[a-z0-9]*\s*/g, '$1')

/** "realnvp" finds "Real NVP": a word may run on into the next. */
export const runsOf = (words: readonly string[]): readonly string[] => words.map((_, i) => words.slice(i).join(''))
