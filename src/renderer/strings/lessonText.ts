/**
 * What lessons say. Their paragraphs hold formulas, whose braces are TeX's: they are read as they stand, not through `t`,
 * which would put values into them. Between single dollars stands a formula in the line; a paragraph that begins with two
 * is a formula of its own.
 */
export interface StepText {
  readonly title: string
  readonly body: readonly string[]
  /** What to do with the document beside it, and what to look at. */
  readonly task?: string
  readonly ask: string
  /** Of a choice, each answer by its name. */
  readonly options?: Readonly<Record<string, string>>
  /** By the mistake that an answer shows; `other` for those that show none. */
  readonly hints: Readonly<Record<string, string>> & { readonly other: string }
  /** Why the right answer is right. */
  readonly right: string
}

export interface LessonText {
  readonly title: string
  /** One sentence: what is known after it. */
  readonly about: string
  /** What to read, with its year and place. */
  readonly reading: readonly string[]
  readonly steps: Readonly<Record<string, StepText>>
}
