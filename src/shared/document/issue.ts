/** Something wrong with a document, at the place to blame, in words a person can act on. */
export interface Issue {
  readonly severity: 'error' | 'warning'
  /** The graph node to blame, if one is. */
  readonly node: string | null
  /** The path inside the document, e.g. `training.batchSize`; empty when the whole is meant. */
  readonly path: string
  /** Where, expected, got, remedy. */
  readonly message: string
}

/** What every reader of outside material returns: never a throw, always a named reason. */
export type Outcome<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly issues: readonly Issue[] }

export const failure = (message: string, path = '', node: string | null = null): { ok: false; issues: Issue[] } => ({
  ok: false,
  issues: [{ severity: 'error', node, path, message }],
})
