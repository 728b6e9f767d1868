import type { Issue } from '@shared/document/issue'

/** One message to the person, shown until dismissed or replaced. */
export interface Notice {
  readonly kind: 'info' | 'warning' | 'error'
  readonly text: string
  /** About the document on the screen: shown here and at the nodes to blame. */
  readonly issues: readonly Issue[]
  /** Further lines about something else, such as a file that was not opened. */
  readonly details: readonly string[]
}

export const notice = (kind: Notice['kind'], text: string, issues: readonly Issue[] = []): Notice => ({
  kind,
  text,
  issues,
  details: [],
})

/** Whatever a call was rejected with, as a notice: the engine's own words and the issues it sent along, if any. */
export function errorNotice(error: unknown): Notice {
  const text = error instanceof Error ? error.message : String(error)
  const issues = error instanceof Error && 'issues' in error && Array.isArray(error.issues) ? error.issues : []
  return notice('error', text, issues as readonly Issue[])
}
