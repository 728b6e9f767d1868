import { z } from 'zod'

/** How far a person has come with the lessons, kept from session to session. */
export interface Progress {
  readonly open: boolean
  /** The step where they were left, by its id. */
  readonly at: string
  /** The tab of the lesson's document, and which document was opened there; null before the first. */
  readonly tab: { readonly id: string; readonly document: string } | null
  /** Steps whose question was answered. */
  readonly done: readonly string[]
}

const KEY = 'diffeo/lessons'
const Id = z.string().max(128)
const Kept = z.strictObject({
  open: z.boolean(),
  at: Id,
  tab: z.strictObject({ id: Id, document: Id }).nullable(),
  done: z.array(Id).max(1000),
})

/** What an earlier session kept, as far as it makes sense; `first` is the step to begin with. */
export function readProgress(first: string): Progress {
  const none: Progress = { open: false, at: first, tab: null, done: [] }
  try {
    const found = Kept.safeParse(JSON.parse(localStorage.getItem(KEY) ?? 'null'))
    return found.success ? found.data : none
  } catch {
    return none // Storage is denied or holds something else: the lessons begin anew.
  }
}

export function writeProgress(progress: Progress): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(progress))
  } catch {
    // Storage is full or denied; progress then lasts for this session only.
  }
}
