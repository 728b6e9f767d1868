import { isOp, type Node } from '../../../ir/program'
import { sizeOf } from '../../../ir/shape'
import { isAlias } from '../plan/schedule'

/** Memory of another node, and how many numbers from its start. */
export interface Alias {
  readonly root: Node
  readonly offset: number
}

const aliases = new WeakMap<Node, Alias>()

/** The node whose memory a uniform value is in. */
export function resolveAlias(node: Node): Alias {
  if (!isAlias(node)) return { root: node, offset: 0 }
  const known = aliases.get(node)
  if (known) return known
  const { root, offset } = resolveAlias(node.inputs[0])
  const alias = { root, offset: offset + startOf(node) }
  aliases.set(node, alias)
  return alias
}

/** Numbers of its operand that a slice leaves out in front. */
function startOf(node: Node): number {
  if (!isOp(node, 'take')) return 0
  return (node.attributes.indices[0] ?? 0) * sizeOf(node.inputs[0].shape.slice(1))
}
