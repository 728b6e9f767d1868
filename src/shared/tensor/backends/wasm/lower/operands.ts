import type { Node } from '../../../ir/program'
import type { Extent } from '../../analysis/batchAxis'
import type { Unit } from '../plan/units'

/** Nodes whose memory a unit may read. */
export function operandNodes(unit: Unit, extents: ReadonlyMap<Node, Extent>): readonly Node[] {
  switch (unit.kind) {
    case 'product':
      return [unit.x, unit.weight, ...(unit.tail?.operands ?? [])]
    case 'gradient':
      return [unit.x, unit.g]
    case 'row sums':
      return [unit.x]
    case 'rows':
      return outside(unit.cluster.nodes, extents)
    case 'flat':
      return outside(unit.nodes, new Map())
    case 'uniform':
    case 'loop':
      return unit.node.inputs
  }
}

/** Operands of these nodes that are none of them, through repeated values that readers write out themselves. */
function outside(nodes: readonly Node[], extents: ReadonlyMap<Node, Extent>): Node[] {
  const seen = new Set(nodes)
  const found: Node[] = []
  const visit = (node: Node) => {
    for (const input of node.inputs) {
      if (seen.has(input)) continue
      seen.add(input)
      if (extents.get(input)?.kind === 'repeated') visit(input)
      else found.push(input)
    }
  }
  nodes.forEach(visit)
  return found
}
