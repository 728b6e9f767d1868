import { baseEntry, blockEntry, defaultSettings } from '../catalogue/registry'
import { ownSettings } from './ownSettings'
import type { BaseNode, BijectorNode, FlowDocument, GraphNode } from './schema'

/** The node with the catalogue's default for every setting it lacks; itself when it lacks none or its type is unknown. */
export function withNodeDefaults<N extends BaseNode | BijectorNode>(node: N): N {
  const entry = node.kind === 'base' ? baseEntry(node.type) : blockEntry(node.type)
  if (!entry || entry.settings.every(({ key }) => key in node.settings)) return node
  return { ...node, settings: { ...ownSettings(defaultSettings(entry)), ...node.settings } }
}

/** The document with every setting of every node spelled out. */
export function withDefaults(document: FlowDocument): FlowDocument {
  const nodes = document.graph.nodes.map(filled)
  const same = nodes.every((node, index) => node === document.graph.nodes[index])
  return same ? document : { ...document, graph: { ...document.graph, nodes } }
}

function filled(node: GraphNode): GraphNode {
  if (node.kind === 'data') return node
  if (node.kind !== 'group') return withNodeDefaults(node)
  const nodes = node.nodes.map(withNodeDefaults)
  return nodes.every((inner, index) => inner === node.nodes[index]) ? node : { ...node, nodes }
}
