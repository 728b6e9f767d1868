/**
 * What the engine, files and checks say, for the screen. Their messages are for a terminal too, where names stand in straight
 * quotes; on the screen they stand in “these”, and apostrophes are curly, as in all of its sentences.
 */
export const said = (message: string): string =>
  message.replace(/"([^"\n]*)"/g, '“$1”').replace(/(?<=\p{L})'(?=\p{L})/gu, '’')

/** What a call was rejected with, or whatever else was thrown, for the screen. */
export const wordsOf = (error: unknown): string => said(error instanceof Error ? error.message : String(error))
