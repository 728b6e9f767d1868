import { blocksInOrder } from '../chain'
import type { Issue } from '../issue'
import type { FlowDocument, GraphNode } from '../schema'

/** Makes issues whose words begin with the place: `Block 3 "spline-coupling-1"`, counted from the base. */
export interface Blame {
  at(node: GraphNode, severity: Issue['severity'], message: string, path?: string): Issue
  /** How a node is called in a message. */
  name(node: GraphNode): string
}

export function blame(document: FlowDocument): Blame {
  const places = new Map(blocksInOrder(document).map((block, index) => [block.id, index + 1]))
  const indices = new Map(document.graph.nodes.map((node, index) => [node.id, index]))
  const name = (node: GraphNode): string => {
    switch (node.kind) {
      case 'base':
        return `Base "${node.id}"`
      case 'data':
        return `Data "${node.id}"`
      case 'bijector':
        return `Block ${places.get(node.id)} "${node.id}"`
    }
  }
  return {
    name,
    at: (node, severity, message, path = '') => ({
      severity,
      node: node.id,
      path: `graph.nodes[${indices.get(node.id)}]${path === '' ? '' : `.${path}`}`,
      message: `${name(node)}: ${message}`,
    }),
  }
}

/** An issue of a part outside the graph. */
export const fault = (severity: Issue['severity'], path: string, message: string): Issue => ({
  severity,
  node: null,
  path,
  message: `${path}: ${message}`,
})
