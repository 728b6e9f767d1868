import { chainOf } from '@shared/document/chain'
import type { Outcome } from '@shared/document/issue'
import type { FlowDocument } from '@shared/document/schema'
import { checkDocument, parseDocument } from '@shared/document/validate'

/**
 * A document that the editor can show. Faults at blocks are opened, to be mended there; a graph that is no chain from z to
 * x has no place on the canvas and is refused with what breaks it.
 */
export function readStack(text: string): Outcome<FlowDocument> {
  const outcome = parseDocument(text)
  if (!outcome.ok || chainOf(outcome.value.graph) !== null) return outcome
  return { ok: false, issues: checkDocument(outcome.value).filter((issue) => issue.severity === 'error') }
}
