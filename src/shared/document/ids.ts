import { allNodes, blocksInOrder } from './chain'
import { repeatedId } from './expand'
import type { FlowDocument, GroupNode } from './schema'

/** Every id that a document or the flow made of it speaks of. */
export const idsOf = (document: FlowDocument): Set<string> =>
  new Set([...allNodes(document), ...blocksInOrder(document)].map(({ id }) => id))

/** `type-n` with the smallest n that no node has yet, nor would if a group repeated it. */
export const freshId = (document: FlowDocument, type: string): string => freshIdAmong(idsOf(document), type)

/** The same among given ids. */
export function freshIdAmong(taken: ReadonlySet<string>, type: string): string {
  for (let n = 1; ; n++) {
    const id = `${type}-${n}`
    if (!taken.has(id) && ![...taken].some((other) => other.startsWith(`${id}_`))) return id
  }
}

/** Room for `_` and the number of a repeat within the 64 characters of an id. */
const LONGEST = 60

/**
 * The group with other ids for those of its blocks that, in one repeat or another, would have an id that is `taken` or
 * too long. Ids that fit stay, and with them what the blocks have learnt.
 */
export function withOwnIds(group: GroupNode, taken: ReadonlySet<string>): GroupNode {
  const used = new Set([...taken, group.id])
  const idsIn = (id: string) => Array.from({ length: group.repeats }, (_, i) => repeatedId(id, i + 1))
  const nodes = group.nodes.map((node) => {
    const fits = node.id.length <= LONGEST && !idsIn(node.id).some((id) => used.has(id))
    const id = fits ? node.id : freshIdAmong(used, node.type)
    for (const each of idsIn(id)) used.add(each)
    return fits ? node : { ...node, id }
  })
  return nodes.every((node, index) => node === group.nodes[index]) ? group : { ...group, nodes }
}
