import { groupAround, isBijector, isStackNode, nodesInOrder, nodeWithId } from '@shared/document/chain'
import { parseClip, writeClip, type Clip } from '@shared/document/clip'
import { annotate, annotationsOf, copyFor, insertBlock } from '@shared/document/edits'
import type { StackNode } from '@shared/document/expand'
import type { FlowDocument } from '@shared/document/schema'
import { useDocumentStore } from '../stores/documentStore'
import { useEngineStore } from '../stores/engineStore'
import { notice } from '../stores/run/notice'
import { useSessionStore } from '../stores/sessionStore'
import type { Spot } from './layout'
import { t } from '../strings/t'

/** As many nodes as a document can have. */
const MOST_NODES = 512

/**
 * What a hand does with copies of what is selected, within a document and from one to another: they travel as text, with
 * their settings and without what they have learnt. `nextSpot` says where something new belongs, `words` what nodes are
 * called, `remove` takes the selection out under a name for undo.
 */
export function useClipCommands(deps: {
  nextSpot(): Spot
  nextIndex(): number
  words(nodes: readonly StackNode[]): string
  remove(id: string, verb: string): void
}) {
  const store = useDocumentStore()
  const engine = useEngineStore()
  const session = useSessionStore()

  const chosen = (): readonly StackNode[] =>
    store.selectedNodes.flatMap((id) => {
      const node = nodeWithId(store.document, id)
      return node && isStackNode(node) ? [node] : []
    })

  const clipOf = (nodes: readonly StackNode[]): Clip => ({ nodes, ...annotationsOf(store.document, nodes) })

  /** The selection as text; null when there is none. */
  function copy(): string | null {
    const nodes = chosen()
    if (nodes.length === 0) return null
    session.announce(t('editor.said.copied', { label: deps.words(nodes) }))
    return writeClip(clipOf(nodes))
  }

  /** The same, and takes it out. */
  function cut(): string | null {
    const nodes = chosen()
    if (nodes.length === 0) return null
    const text = writeClip(clipOf(nodes))
    deps.remove(nodes[0].id, t('editor.verbs.cut'))
    session.announce(t('editor.said.cut', { label: deps.words(nodes) }))
    return text
  }

  /** Puts blocks at a spot, or behind the selected one, towards the data. Answers whether the text was blocks, good or bad. */
  function paste(text: string, spot?: Spot): boolean {
    const clip = parseClip(text)
    if (clip === null) return false
    if (clip.ok) insertCopies('paste', clip.value, spot)
    else engine.notice = notice('error', t('editor.said.notPasted'), clip.issues)
    return true
  }

  /** Puts a copy of all that is selected behind it. */
  function duplicateAll(): void {
    const nodes = chosen()
    if (nodes.length > 0) insertCopies('duplicate', clipOf(nodes))
    else session.announce(t('editor.said.nothingToDuplicate'))
  }

  function insertCopies(deed: 'paste' | 'duplicate', { nodes, ...annotations }: Clip, at?: Spot): void {
    if (store.document.graph.nodes.length + nodes.length > MOST_NODES) {
      engine.notice = notice('error', t('editor.said.full', { most: MOST_NODES }))
      return
    }
    const spot = at && (at.into === null || nodes.every(isBijector)) ? at : spotBehind(store.document, nodes)
    const copies: (readonly [StackNode, StackNode])[] = []
    const label = deps.words(nodes)
    store.edit(t(`editor.deeds.${deed}`, { label }), (document) => {
      const grown = nodes.reduce((before, node, i) => {
        const own = copyFor(before, node)
        copies.push([node, own])
        return insertBlock(before, own, spot.index + i, spot.into)
      }, document)
      return annotate(grown, annotations, copies)
    })
    store.selectAll(copies.map(([, { id }]) => id))
    session.announce(t(`editor.said.${deed}`, { label }))
  }

  /** Behind the last of the selection; behind its group where a group is among what comes. */
  function spotBehind(document: FlowDocument, nodes: readonly StackNode[]): Spot {
    const last = store.selectedNodes.at(-1)
    if (last === undefined || store.selectedNodes.length === 1) {
      return nodes.every(isBijector) ? deps.nextSpot() : { index: deps.nextIndex(), into: null }
    }
    const group = groupAround(document, last)
    if (group && nodes.every(isBijector)) {
      return { index: group.nodes.findIndex(({ id }) => id === last) + 1, into: group.id }
    }
    return { index: nodesInOrder(document).findIndex(({ id }) => id === (group?.id ?? last)) + 1, into: null }
  }

  return { copy, cut, paste, duplicateAll }
}
