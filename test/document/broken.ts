import type { Issue, Outcome } from '@shared/document/issue'
import { expect } from 'vitest'

/** Plain data that a test may break as it likes. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- broken files have no type
export type Loose = any

/** A copy of `start` after `harm`, which changes it or returns another in its place. */
export const broken = (start: unknown, harm: (file: Loose) => unknown): unknown => {
  const file: unknown = structuredClone(start)
  return harm(file) ?? file
}

/** A node of a document by its id. */
export const nodeOf = (file: Loose, id: string): Loose => file.graph.nodes.find((node: Loose) => node.id === id)

/** What the one message must say, in substance, and the place it must name. */
export interface Wanted {
  readonly says: RegExp
  readonly path?: string
  readonly node?: string
}

/** A way to break a file, and what must be said about it. */
export interface Case extends Wanted {
  readonly what: string
  readonly harm: (file: Loose) => unknown
}

export function expectRefusal(outcome: Outcome<unknown>, wanted: Wanted): void {
  expect(outcome.ok).toBe(false)
  if (!outcome.ok) expectOne(outcome.issues, wanted)
}

/** One issue, at the place, in the words. */
export function expectOne(issues: readonly Issue[], { says, path, node }: Wanted): void {
  expect(issues.map((issue) => issue.message)).toEqual([expect.stringMatching(says)])
  if (path !== undefined) expect(issues[0].path).toBe(path)
  if (node !== undefined) expect(issues[0].node).toBe(node)
}
