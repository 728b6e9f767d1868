import { baseEntry, blockEntry, defaultSettings } from '../../catalogue/registry'
import type { SettingValue } from '../../catalogue/types'
import { isBase, isGroup, nodeWithId } from '../chain'
import { newBase } from '../create'
import { equal } from '../equal'
import { idsOf } from '../ids'
import type { BaseNode, BijectorNode, FlowDocument, GraphNode, GroupNode } from '../schema'
import { readdressed } from './annotations'
import { blockOf, stackNodeOf } from './stack'

/* Edits of one node. As in `stack.ts`: pure, sharing what stays, the same document when nothing changes. */

/** Sets one setting of a block or a base. */
export function setSetting(document: FlowDocument, id: string, key: string, value: SettingValue): FlowDocument {
  const node = settledOf(document, id)
  if (equal(node.settings[key], value)) return document
  const own = (typeof value === 'object' && value ? [...value] : value) as (typeof node.settings)[string]
  return replaceNode(document, node, { ...node, settings: { ...node.settings, [key]: own } })
}

/** Puts one setting of a block or a base back to its default. */
export function resetSetting(document: FlowDocument, id: string, key: string): FlowDocument {
  const node = settledOf(document, id)
  const entry = node.kind === 'base' ? baseEntry(node.type) : blockEntry(node.type)
  const fallback = entry && defaultSettings(entry)[key]
  return fallback === undefined ? document : setSetting(document, id, key, fallback)
}

/** Swaps a block's directions or puts them back. */
export function setInverted(document: FlowDocument, id: string, inverted: boolean): FlowDocument {
  const block = blockOf(document, id)
  return block.inverted === inverted ? document : replaceNode(document, block, { ...block, inverted })
}

/** Has the flow leave a block or a group out, or take it in again. */
export const setBypassed = (document: FlowDocument, id: string, bypassed: boolean): FlowDocument =>
  setAside(document, id, 'bypassed', bypassed)

/** Has training leave the parameters of a block or a group as they are, or go on with them. */
export const setFrozen = (document: FlowDocument, id: string, frozen: boolean): FlowDocument =>
  setAside(document, id, 'frozen', frozen)

function setAside(document: FlowDocument, id: string, key: 'bypassed' | 'frozen', value: boolean): FlowDocument {
  const node = stackNodeOf(document, id)
  if ((node[key] === true) === value) return document
  const { [key]: _, ...rest } = node
  return replaceNode(document, node, value ? { ...rest, [key]: true } : rest)
}

/** Takes another base distribution, with its default settings, under the same id. */
export function setBase(document: FlowDocument, type: string): FlowDocument {
  const base = document.graph.nodes.find(isBase)
  if (!base) throw new Error('internal: the document has no base')
  return base.type === type ? document : replaceNode(document, base, newBase(type, base.id))
}

/** Gives a node another id and keeps its wires. Throws when the new id is taken. */
export function renameNode(document: FlowDocument, id: string, to: string): FlowDocument {
  const node = nodeOf(document, id)
  if (id === to) return document
  if (idsOf(document).has(to)) throw new Error(`internal: the id "${to}" is taken`)
  const renamed = replaceNode(document, node, { ...node, id: to })
  const end = (name: string) => (name === id ? to : name)
  const edges = renamed.graph.edges.map((edge) =>
    edge.from === id || edge.to === id ? { from: end(edge.from), to: end(edge.to) } : edge,
  )
  return readdressed({ ...renamed, graph: { ...renamed.graph, edges } }, new Map([[id, to]]))
}

function nodeOf(document: FlowDocument, id: string): GraphNode {
  const node = nodeWithId(document, id)
  if (!node) throw new Error(`internal: the document has no node "${id}"`)
  return node
}

function settledOf(document: FlowDocument, id: string): BaseNode | BijectorNode {
  const node = nodeOf(document, id)
  if (node.kind === 'base' || node.kind === 'bijector') return node
  throw new Error(`internal: the ${node.kind} node has no settings`)
}

/** With another node in the place of one, be it in the chain or in a group. */
const replaceNode = (document: FlowDocument, from: GraphNode, to: GraphNode): FlowDocument => ({
  ...document,
  graph: {
    ...document.graph,
    nodes: document.graph.nodes.map((node) =>
      node === from ? to : isGroup(node) && to.kind === 'bijector' ? withinGroup(node, from, to) : node,
    ),
  },
})

const withinGroup = (group: GroupNode, from: GraphNode, to: BijectorNode): GroupNode =>
  group.nodes.some((node) => node === from)
    ? { ...group, nodes: group.nodes.map((node) => (node === from ? to : node)) }
    : group
