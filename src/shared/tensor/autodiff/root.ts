import type { Builder } from '../ir/builder'
import type { Node } from '../ir/program'

/**
 * The body of a `root` at its solution: f, ∂f/∂x, and the parameters as fresh nodes, by which f can be differentiated
 * with the solution held still. f and ∂f/∂x still depend on the solution node, so a second differentiation is right.
 */
export function inlineRootBody(b: Builder, node: Node<'root'>): { f: Node; slope: Node; parameters: Node[] } {
  const parameters: Node[] = node.inputs.slice(2).map((p) => b.emit('reshape', [p], { shape: p.shape }))
  const bindings = new Map<string, Node>([['x', node], ...parameters.map((p, i) => [`p${i}`, p] as const)])
  const outputs = b.inline(node.attributes.body, bindings)
  return { f: outputs.get('f')!, slope: outputs.get('slope')!, parameters }
}
