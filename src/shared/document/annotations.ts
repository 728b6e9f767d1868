import { groupAround, nodesInOrder } from './chain'
import type { StackNode } from './expand'
import type { FlowDocument, Frame, Note } from './schema'

/** Blocks and groups that a frame is around, in order z → x; none where one of its ends is not on the chain. */
export function framed(document: FlowDocument, { from, to }: Pick<Frame, 'from' | 'to'>): readonly StackNode[] {
  const nodes = nodesInOrder(document)
  const [first, last] = [from, to].map((end) => nodes.findIndex(({ id }) => id === end))
  return first < 0 || last < first ? [] : nodes.slice(first, last + 1)
}

/** Frames that have all of these nodes in them, the closest around them first. */
export function framesAround(document: FlowDocument, ids: readonly string[]): readonly Frame[] {
  const onChain = ids.map((id) => groupAround(document, id)?.id ?? id)
  return (document.frames ?? [])
    .map((frame) => ({ frame, inside: framed(document, frame).map(({ id }) => id) }))
    .filter(({ inside }) => ids.length > 0 && onChain.every((id) => inside.includes(id)))
    .sort((a, b) => a.inside.length - b.inside.length)
    .map(({ frame }) => frame)
}

/** Notes of a node, or with null of the document. */
export const notesAt = (document: FlowDocument, node: string | null): readonly Note[] =>
  (document.notes ?? []).filter((note) => note.node === node)

/**
 * The ends of a frame around these nodes: blocks and groups of the chain side by side, which no other frame is around just
 * so or only partly. Null where they cannot have one.
 */
export function frameable(document: FlowDocument, ids: readonly string[]): Pick<Frame, 'from' | 'to'> | null {
  const chain = nodesInOrder(document).map(({ id }) => id)
  const places = ids.map((id) => chain.indexOf(id)).sort((a, b) => a - b)
  if (places.length === 0 || !places.every((at, i) => at >= 0 && at === places[0] + i)) return null
  const clashes = (document.frames ?? []).some((frame) => {
    const inside = framed(document, frame).map(({ id }) => id)
    const shared = inside.filter((id) => ids.includes(id)).length
    return shared > 0 && (shared === inside.length) === (shared === ids.length)
  })
  return clashes ? null : { from: chain[places[0]], to: chain[places[places.length - 1]] }
}
