import { nodesInOrder } from '@shared/document/chain'
import type { FlowDocument, GroupNode } from '@shared/document/schema'
import { regionsOf } from './annotate'
import type { Chain, Frame } from './layout'

/** No group is folded. */
export const NONE: ReadonlySet<string> = new Set()

/** The chain to lay out: base, blocks and groups in order z → x, data; without what is being moved. */
export function chainOnCanvas(document: FlowDocument, moving?: string, folded = NONE): Chain {
  const find = (kind: 'base' | 'data') => document.graph.nodes.find((node) => node.kind === kind)?.id ?? null
  const blocks = nodesInOrder(document).map((node) => (node.kind === 'group' ? frameOf(node, moving, folded) : node.id))
  return {
    data: find('data'),
    blocks: blocks.filter((item) => idOf(item) !== moving),
    base: find('base'),
    regions: regionsOf(document, moving),
  }
}

const frameOf = ({ id, nodes }: GroupNode, moving: string | undefined, folded: ReadonlySet<string>): Frame =>
  folded.has(id)
    ? { id, blocks: [], folded: true }
    : { id, blocks: nodes.map((block) => block.id).filter((inner) => inner !== moving) }

export const idOf = (item: string | Frame): string => (typeof item === 'string' ? item : item.id)
