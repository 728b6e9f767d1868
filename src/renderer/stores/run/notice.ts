import type { Issue } from '@shared/document/issue'

/** One message to the person, shown until dismissed or replaced. */
export interface Notice {
  readonly kind: 'info' | 'warning' | 'error'
  readonly text: string
  readonly issues: readonly Issue[]
}

export const notice = (kind: Notice['kind'], text: string, issues: readonly Issue[] = []): Notice => ({
  kind,
  text,
  issues,
})

/** Whatever a call was rejected with, as a notice: the engine's own words and the issues it sent along, if any. */
export function errorNotice(error: unknown): Notice {
  const text = error instanceof Error ? error.message : String(error)
  const issues = error instanceof Error && 'issues' in error && Array.isArray(error.issues) ? error.issues : []
  return notice('error', text, issues as readonly Issue[])
}
