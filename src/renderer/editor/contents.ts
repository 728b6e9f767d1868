import { baseEntry, blockEntry } from '@shared/catalogue/registry'
import { allNodes, flowPlaces, placedInOrder } from '@shared/document/chain'
import type { Issue } from '@shared/document/issue'
import type { FlowDocument, GraphNode, GroupNode } from '@shared/document/schema'
import { t } from '../strings/t'
import { blockColour } from '../ui/colour'
import { saidOf } from './annotate'
import { LEFT_OUT, type Contents, type StackData } from './canvasData'
import type { BlockForm } from './layout'
import { setAsideIn } from './setAside'

/** What each node shows; computed apart from the places, so that a drag draws no block afresh. */
export function contentsOf(
  document: FlowDocument,
  issues: readonly Issue[],
  source: { readonly title: string; readonly note: string },
  form: BlockForm,
  shownRepeat: (group: GroupNode) => number = () => 1,
): Contents {
  const stack = placedInOrder(document)
  const flow = flowPlaces(document).map(({ block }) => block.id)
  const K = flow.length
  const shown = new Map(
    stack.flatMap(({ source, block, group, repeat }) =>
      group && shownRepeat(group) !== repeat ? [] : [[source.id, { block, k: flow.indexOf(block.id) + 1 }] as const],
    ),
  )
  const placesOf = (group: GroupNode) =>
    stack.flatMap((placed) => (placed.group === group ? [flow.indexOf(placed.block.id) + 1] : [])).filter((k) => k > 0)
  const colourOf = (k: number) => (k > 0 ? blockColour(k, K) : LEFT_OUT)
  const asideOf = setAsideIn(document)
  const content = (node: GraphNode): StackData => {
    const own = issues.filter((issue) => issue.node === node.id)
    const said = saidOf(document, node.id)
    switch (node.kind) {
      case 'base':
        return {
          kind: 'base',
          title: baseEntry(node.type)?.label ?? node.type,
          note: t('inspector.base.note'),
          said,
          issues: own,
        }
      case 'data':
        return { kind: 'data', ...source, said, issues: own }
      case 'bijector': {
        const { block, k } = shown.get(node.id) ?? { block: node, k: 0 }
        const shownNode = block === node ? node : { ...block, id: node.id }
        const [entry, colour] = [blockEntry(node.type), colourOf(k)]
        const aside = asideOf(node.id)
        return {
          kind: 'block',
          node: shownNode,
          idInFlow: block.id,
          entry,
          k,
          K,
          colour,
          form,
          aside,
          said,
          issues: own,
        }
      }
      case 'group': {
        const [first = 0, last = first] = [placesOf(node).at(0), placesOf(node).at(-1)]
        const colours = [colourOf(first), colourOf(last)] as const
        return { kind: 'group', node, first, last, colours, aside: asideOf(node.id), said, issues: own }
      }
      default:
        return node satisfies never
    }
  }
  return new Map(allNodes(document).map((node) => [node.id, content(node)]))
}
