import type { Issue } from '@shared/document/issue'
import { said } from '../../strings/said'

/** What a rejected call says: the issues it brought, or its message as one. */
export function issuesOf(error: unknown): readonly Issue[] {
  const brought = error instanceof Error && 'issues' in error && Array.isArray(error.issues) ? error.issues : []
  if (brought.length > 0) return brought as readonly Issue[]
  return [{ severity: 'error', node: null, path: '', message: error instanceof Error ? error.message : String(error) }]
}

/** The renderer and the engine check alike; what both say is said once, for the screen. Errors come first. */
export function withoutRepeats(issues: readonly Issue[]): readonly Issue[] {
  const seen = new Set<string>()
  const unique = issues.filter(({ node, message }) => {
    const key = `${node ?? ''}\n${message}`
    return !seen.has(key) && seen.add(key)
  })
  return unique
    .map((issue) => ({ ...issue, message: said(issue.message) }))
    .sort((a, b) => Number(b.severity === 'error') - Number(a.severity === 'error'))
}
