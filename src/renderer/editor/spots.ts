import { groupAround, nodesInOrder } from '@shared/document/chain'
import type { FlowDocument } from '@shared/document/schema'
import type { Spot } from './layout'

/**
 * The spot on the wire from one node up to the next, towards the data: in a group when both are in it, else in the chain,
 * where a group stands for its blocks.
 */
export function spotBetween(document: FlowDocument, from: string, to: string): Spot {
  const [below, above] = [groupAround(document, from), groupAround(document, to)]
  if (below && below === above) return { index: below.nodes.findIndex(({ id }) => id === to), into: below.id }
  const nodes = nodesInOrder(document)
  const at = nodes.findIndex(({ id }) => id === (below?.id ?? from))
  return { index: at + 1, into: null }
}
