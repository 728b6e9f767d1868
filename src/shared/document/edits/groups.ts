import { isBijector, nodesInOrder } from '../chain'
import { expand, needsAlternating } from '../expand'
import type { StackNode } from '../expand'
import { freshId, freshIdAmong, idsOf, withOwnIds } from '../ids'
import type { BijectorNode, FlowDocument, GroupNode } from '../schema'
import { annotate, annotationsOf, followed, readdressed } from './annotations'
import { groupOf, insertBlock, replaceGroup, restack, stackNodeOf } from './stack'

/* Edits of groups. As in `stack.ts`: pure, sharing what stays, the same document when nothing changes. */

/**
 * The blocks of the chain with these ids, in order z → x, when they can be a group: at least one, all side by side, none
 * of them a group. Null when not.
 */
export function groupable(document: FlowDocument, ids: readonly string[]): readonly BijectorNode[] | null {
  const nodes = nodesInOrder(document)
  const at = nodes.flatMap((node, index) => (ids.includes(node.id) ? [index] : []))
  const chosen = at.map((index) => nodes[index])
  const adjacent = at.length > 0 && at[at.length - 1] - at[0] === at.length - 1
  return adjacent && at.length === ids.length && chosen.every(isBijector) ? chosen : null
}

/** A group of these blocks, once over: it computes what they do. */
export const newGroup = (id: string, label: string, blocks: readonly BijectorNode[]): GroupNode => ({
  id,
  kind: 'group',
  label,
  repeats: 1,
  alternate: needsAlternating(blocks),
  nodes: [...blocks],
})

/** Makes one group of blocks that `groupable` accepts, and says its id. */
export function groupBlocks(
  document: FlowDocument,
  ids: readonly string[],
  label: string,
): { readonly document: FlowDocument; readonly id: string } {
  const blocks = groupable(document, ids)
  if (!blocks) throw new Error('internal: these blocks cannot be a group')
  const id = freshId(document, 'group')
  const others = nodesInOrder(document).filter((node) => !ids.includes(node.id))
  const group = withOwnIds(newGroup(id, label, blocks), idsOf(restack(document, others)))
  const nodes = nodesInOrder(document).flatMap((node) =>
    node === blocks[0] ? [group] : ids.includes(node.id) ? [] : [node],
  )
  const next = readdressed(restack(document, nodes), new Map(blocks.map((block, i) => [block.id, group.nodes[i].id])))
  return { document: followed(document, next), id }
}

/** Puts the blocks that a group stands for in its place. Their ids are those they had, so they keep what they learnt. */
export function ungroup(document: FlowDocument, id: string): FlowDocument {
  const group = groupOf(document, id)
  const next = restack(
    document,
    nodesInOrder(document).flatMap((node): readonly StackNode[] => (node === group ? expand([group]) : [node])),
  )
  // what was said of the group is said of its first block
  const notes = next.notes?.map((note) => (note.node === id ? { ...note, node: group.nodes[0].id } : note))
  return followed(document, notes ? { ...next, notes } : next)
}

/** What may be changed of a group besides its blocks. */
export type GroupPatch = Partial<Pick<GroupNode, 'label' | 'repeats' | 'alternate'>>

export function setGroup(document: FlowDocument, id: string, patch: GroupPatch): FlowDocument {
  const group = groupOf(document, id)
  const next = { ...group, ...patch }
  const same = next.label === group.label && next.repeats === group.repeats && next.alternate === group.alternate
  return same ? document : replaceGroup(document, group, next)
}

/** The same with ids that the document does not have yet. */
export function copyFor(document: FlowDocument, node: StackNode): StackNode {
  if (node.kind === 'bijector') return { ...node, id: freshId(document, node.type) }
  const taken = idsOf(document)
  const id = freshIdAmong(taken, 'group')
  const nodes = node.nodes.map((block) => {
    const own = freshIdAmong(taken, block.type)
    taken.add(own)
    return { ...block, id: own }
  })
  return { ...node, id, nodes }
}

/** Puts a copy of a block or a group beside it, on the side of the data, and says its id. */
export function duplicateNode(
  document: FlowDocument,
  id: string,
): { readonly document: FlowDocument; readonly id: string } {
  const node = stackNodeOf(document, id)
  const copy = copyFor(document, node)
  const group = document.graph.nodes.find((one) => one.kind === 'group' && one.nodes.some((inner) => inner === node))
  const siblings = group?.kind === 'group' ? group.nodes : nodesInOrder(document)
  const index = siblings.findIndex((other) => other === node) + 1
  const next = insertBlock(document, copy, index, group?.id ?? null)
  return { document: annotate(next, annotationsOf(document, [node]), [[node, copy]]), id: copy.id }
}
