import type { Builder } from '../ir/builder'
import type { Node } from '../ir/program'

/** A derivative in reverse that is taken in place of a value's own. */
interface Pullback {
  /** What the value depends on: all cotangents are of these. */
  readonly behind: readonly Node[]
  readonly pull: Pull
}

/**
 * The cotangents of the nodes behind a value, of their shapes, from the value's. It may use no nodes but those that it is
 * handed, so that it holds for copies too.
 */
export type Pull = (b: Builder, cotangent: Node, value: Node, behind: readonly Node[]) => readonly Node[]

const pullbacks = new WeakMap<Node, Pullback>()

/**
 * The same value with a pullback of its own: `vjp` asks it for the cotangents of `behind`, on which alone the value may
 * depend, and does not go on into what the value was made from. Forward mode and passes see an ordinary node.
 */
export function withPullback(b: Builder, value: Node, behind: readonly Node[], pull: Pull): Node {
  const node = b.emit('reshape', [value], { shape: value.shape })
  pullbacks.set(node, { behind, pull })
  return node
}

export const pullbackOf = (node: Node): Pullback | undefined => pullbacks.get(node)

/** Gives a copy of a node, made with copies of all that lies behind it, the pullback that the node has, if any. */
export function copyPullback(node: Node, copy: Node, copyOf: (node: Node) => Node): void {
  const known = pullbacks.get(node)
  if (known) pullbacks.set(copy, { ...known, behind: known.behind.map(copyOf) })
}
