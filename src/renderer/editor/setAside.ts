import { isStackNode, nodeWithId, placedInOrder } from '@shared/document/chain'
import { setBypassed, setFrozen } from '@shared/document/edits'
import type { StackNode } from '@shared/document/expand'
import type { FlowDocument } from '@shared/document/schema'
import { useDocumentStore } from '../stores/documentStore'
import { useSessionStore } from '../stores/sessionStore'
import { nameOf } from './stackCommands'
import { counted, t } from '../strings/t'

type Change = (document: FlowDocument, id: string, on: boolean) => FlowDocument

/** Takes blocks out of the flow for a comparison, and out of training, without taking them out of the stack. */
export function useSetAside() {
  const store = useDocumentStore()
  const session = useSessionStore()

  /** The selected blocks and groups, or one that is named. */
  const nodesOf = (id?: string): readonly StackNode[] =>
    (id === undefined ? store.selectedNodes : [id]).flatMap((one) => {
      const node = nodeWithId(store.document, one)
      return node && isStackNode(node) ? [node] : []
    })

  function toggle(key: 'bypassed' | 'frozen', change: Change, id?: string): void {
    const nodes = nodesOf(id)
    if (nodes.length === 0) return
    const on = !nodes.every((node) => node[key] === true)
    const label = nodes.length === 1 ? nameOf(nodes[0]) : counted('panels.blocks', nodes.length)
    const way = on ? 'on' : 'off'
    store.edit(t(`editor.${key}.${way}`, { label }), (document) =>
      nodes.reduce((next, node) => change(next, node.id, on), document),
    )
    session.announce(counted(`editor.${key}.said.${way}`, nodes.length, { label }))
  }

  return {
    /** The flow leaves them out, or has them again. */
    bypass: (id?: string): void => {
      toggle('bypassed', setBypassed, id)
    },
    /** Training leaves their weights as they are, or goes on with them. */
    freeze: (id?: string): void => {
      toggle('frozen', setFrozen, id)
    },
    canSetAside: (): boolean => nodesOf().length > 0,
    /** Whether all that is selected is set aside so. */
    all: (key: 'bypassed' | 'frozen'): boolean => nodesOf().length > 0 && nodesOf().every((node) => node[key] === true),
  }
}

/** What is true of a node of the stack, by itself or by its group. */
export interface SetAside {
  readonly bypassed: boolean
  readonly frozen: boolean
}

export function setAsideIn(document: FlowDocument): (id: string) => SetAside {
  const places = new Map(placedInOrder(document).map(({ source, block }) => [source.id, block]))
  return (id) => {
    const node = places.get(id) ?? nodeWithId(document, id)
    const own = node && isStackNode(node) ? node : undefined
    return { bypassed: own?.bypassed === true, frozen: own?.frozen === true }
  }
}

/** As words beside a block. */
export const setAsideWords = ({ bypassed, frozen }: SetAside): readonly string[] => [
  ...(bypassed ? [t('editor.aside.bypassed')] : []),
  ...(frozen ? [t('editor.aside.frozen')] : []),
]
