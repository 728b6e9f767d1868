import type { DType, Op, OpAttributes } from './op'
import type { Shape } from './shape'

/** One value of a program: immutable, made by a `Builder`. `id` grows with creation, so inputs have smaller ids. */
export interface Node<O extends Op = Op> {
  readonly id: number
  readonly op: O
  readonly inputs: readonly Node[]
  readonly attributes: OpAttributes[O]
  readonly shape: Shape
  readonly dtype: DType
  /** What the node was made for, e.g. a block's id; derivatives inherit it. Empty when it belongs to nothing. */
  readonly scope: string
}

/** A static tensor program: pure but for `updates`, which say what an input holds after a run. */
export interface Program {
  readonly name: string
  /** All nodes that count, in an order in which inputs come first. */
  readonly nodes: readonly Node[]
  readonly inputs: readonly Node<'input'>[]
  readonly outputs: readonly NamedNode[]
  /** `name` is an input's; `node` its value after the run. */
  readonly updates: readonly NamedNode[]
}

export interface NamedNode {
  readonly name: string
  readonly node: Node
}

export const isOp = <O extends Op>(node: Node, op: O): node is Node<O> => node.op === op

/** The nodes that `targets`, all of one builder, need: in creation order. */
export function reachable(targets: readonly Node[]): Node[] {
  const byId: (Node | undefined)[] = []
  const stack = [...targets]
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (byId[node.id]) continue
    byId[node.id] = node
    for (const input of node.inputs) if (!byId[input.id]) stack.push(input)
  }
  return byId.filter((node) => node !== undefined)
}

export function makeProgram(
  name: string,
  outputs: readonly NamedNode[],
  updates: readonly NamedNode[] = [],
  keepInputs: readonly Node<'input'>[] = [],
): Program {
  const nodes = reachable([...outputs.map((o) => o.node), ...updates.map((u) => u.node), ...keepInputs])
  const inputs = nodes.filter((node) => isOp(node, 'input'))
  return { name, nodes, inputs, outputs, updates }
}
