import { Builder } from '../ir/builder'
import { isOp, type Node, type Program } from '../ir/program'

/**
 * Rebuilds a program node by node. `rule` gets the node and its already rewritten operands and returns what takes its
 * place; inputs are carried over by name.
 */
export function rewrite(program: Program, rule: (b: Builder, node: Node, inputs: readonly Node[]) => Node): Program {
  const b = new Builder()
  const replaced = new Map<Node, Node>()
  for (const node of program.nodes) {
    const inputs = node.inputs.map((input) => replaced.get(input)!)
    const replacement = isOp(node, 'input')
      ? b[node.attributes.batched ? 'rows' : 'input'](node.attributes.name, node.shape)
      : b.within(node.scope, () => rule(b, node, inputs))
    replaced.set(node, replacement)
  }
  const renamed = (list: Program['outputs']) =>
    Object.fromEntries(list.map(({ name, node }) => [name, replaced.get(node)!]))
  return b.program(program.name, renamed(program.outputs), renamed(program.updates))
}
