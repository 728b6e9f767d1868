/** Characters of a file that is saved over: so many that writing them takes a good part of the time. */
export const SAVED = 16_000_000

/** A text that is like no other, so that half of one and half of another are told from a whole. */
export const textOf = (count: number, characters: number): string => {
  const part = `text ${count}\n`
  return part.repeat(Math.ceil(characters / part.length))
}
