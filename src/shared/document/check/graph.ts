import { allNodes, blocksInOrder, chainOf, isBase, isData, walk } from '../chain'
import { groupBy } from '../group'
import type { Issue } from '../issue'
import { altogether } from '../read/words'
import type { Edge, FlowDocument, GraphNode } from '../schema'
import type { Blame } from './blame'
import { fault } from './blame'

/** Whether the graph is one chain from one base to one data node, and where it is not. Only errors. */
export function checkGraph(document: FlowDocument, blame: Blame): readonly Issue[] {
  const local = [
    ...checkEnds(document, blame),
    ...checkIds(document, blame),
    ...checkSize(document),
    ...checkWires(document, blame),
  ]
  if (local.length > 0 || chainOf(document.graph)) return local
  return checkReach(document, blame)
}

function checkEnds({ graph }: FlowDocument, { at }: Blame): readonly Issue[] {
  const ends = [
    { found: graph.nodes.filter(isBase), word: 'base', remedy: 'Add a base distribution for z.' },
    { found: graph.nodes.filter(isData), word: 'data node', remedy: 'Add one for x.' },
  ]
  return ends.flatMap(({ found, word, remedy }) =>
    found.length === 0
      ? [fault('error', 'graph.nodes', `expected one ${word}, got none. ${remedy}`)]
      : found.slice(1).map((node) => at(node, 'error', `a second ${word}, expected exactly one. Remove this one.`)),
  )
}

function checkIds(document: FlowDocument, { at }: Blame): readonly Issue[] {
  const twice = (nodes: readonly GraphNode[]) =>
    [...groupBy(nodes, (node) => node.id).values()].filter((same) => same.length > 1)
  const repeated = twice(allNodes(document))
  if (repeated.length > 0)
    return repeated.map((nodes) =>
      at(nodes[1], 'error', `${nodes.length} nodes have this id, expected each id once. Rename all but one.`, 'id'),
    )
  const others = allNodes(document).filter((node) => node.kind !== 'bijector')
  return twice([...others, ...blocksInOrder(document)]).map((nodes) =>
    at(nodes[1], 'error', `a repeat of a group has this id too: "${nodes[0].id}". Rename one of the two.`, 'id'),
  )
}

/** The most blocks that a flow may have once all groups are repeated. */
const mostBlocks = 512

function checkSize(document: FlowDocument): readonly Issue[] {
  const { length } = blocksInOrder(document)
  if (length <= mostBlocks) return []
  const words = `the stack has ${length} blocks once groups are repeated, expected at most ${mostBlocks}.`
  return [fault('error', 'graph.nodes', `${words} Repeat less often.`)]
}

function checkWires({ graph }: FlowDocument, blame: Blame): readonly Issue[] {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]))
  const called = (id: string) => nameWithin(nodes.get(id)!, blame)
  const lost = graph.edges.flatMap((edge, index) => {
    const end = !nodes.has(edge.from) ? ('from' as const) : !nodes.has(edge.to) ? ('to' as const) : null
    if (end === null) return []
    const path = `graph.edges[${index}].${end}`
    return [fault('error', path, `there is no node "${edge[end]}" to wire to. Remove the edge or name a node.`)]
  })
  const wires = graph.edges.filter((edge) => nodes.has(edge.from) && nodes.has(edge.to))
  const out = groupBy(wires, (edge) => edge.from)
  const into = groupBy(wires, (edge) => edge.to)
  return [
    ...lost,
    ...graph.nodes.flatMap((node) => [
      ...checkSide(node, 'to', out.get(node.id) ?? [], called, blame),
      ...checkSide(node, 'from', into.get(node.id) ?? [], called, blame),
    ]),
  ]
}

/** How a sentence about another node names this one: `block 3 "Affine"`. */
function nameWithin(node: GraphNode, { name }: Blame): string {
  if (node.kind === 'data') return 'the data'
  const words = name(node)
  return words[0].toLowerCase() + words.slice(1)
}

/** A node's wires on one side: at most one, none beyond the chain's ends, none to itself. */
function checkSide(
  node: GraphNode,
  side: 'to' | 'from',
  wires: readonly Edge[],
  called: (id: string) => string,
  { at }: Blame,
): readonly Issue[] {
  if (wires.length === 0) return []
  const others = wires.map((edge) => edge[side])
  const listed = altogether(others.map(called))
  if (others.includes(node.id)) {
    return side === 'to' ? [at(node, 'error', 'is wired to itself, expected the next block. Remove this edge.')] : []
  }
  if (node.kind === 'base' && side === 'from') {
    return [at(node, 'error', `a wire comes in from ${listed}, but the base is where the flow begins. Remove it.`)]
  }
  if (node.kind === 'data' && side === 'to') {
    return [at(node, 'error', `a wire goes out to ${listed}, but the data is where the flow ends. Remove it.`)]
  }
  if (others.length === 1) return []
  const verb = side === 'to' ? 'goes on to' : 'is fed by'
  return [at(node, 'error', `${verb} ${listed}, expected only one: a stack has no branches. Remove all wires but one.`)]
}

/** Where the walk from the base stops, and which nodes it never reaches. */
function checkReach({ graph }: FlowDocument, blame: Blame): readonly Issue[] {
  const base = graph.nodes.find(isBase)
  if (!base) return []
  const path = walk(graph, base)
  const reached = new Set(path)
  const last = path[path.length - 1]
  const islands = graph.nodes.filter((node) => !reached.has(node))
  const open = isData(last)
    ? []
    : [blame.at(last, 'error', `leads nowhere, expected a wire on towards the data. Connect it to the next block.`)]
  return [
    ...open,
    ...islands.filter((node) => !isData(node)).map((node) => blame.at(node, 'error', islandMessage(graph, node))),
  ]
}

function islandMessage(graph: FlowDocument['graph'], node: GraphNode): string {
  const path = walk(graph, node)
  const next = graph.edges.find((edge) => edge.from === path[path.length - 1].id)
  return next?.to === node.id
    ? `is part of a loop of ${path.length} blocks, expected a chain from base to data. Remove one of its wires.`
    : 'is not on the chain from base to data. Wire it in or remove it.'
}
