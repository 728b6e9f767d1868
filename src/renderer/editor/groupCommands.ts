import { computed } from 'vue'
import { groupAround, isStackNode, nodeWithId } from '@shared/document/chain'
import {
  copyFor,
  groupable,
  groupBlocks,
  groupOf,
  insertBlock,
  newGroup,
  setGroup,
  ungroup,
} from '@shared/document/edits'
import type { GroupPatch } from '@shared/document/edits'
import { expand } from '@shared/document/expand'
import type { BijectorNode, FlowDocument, GroupNode } from '@shared/document/schema'
import { MOST_REPEATS } from './layout'
import { useDocumentStore } from '../stores/documentStore'
import type { EditOptions } from '../stores/documentStore'
import { useFoldStore } from '../stores/foldStore'
import { useSavedBlockStore } from '../stores/savedBlockStore'
import { useSessionStore } from '../stores/sessionStore'
import { counted, t } from '../strings/t'

/**
 * What a hand does with groups, and with blocks of a person's own, which are groups kept for other documents.
 * `nextIndex` says where in the chain something new belongs.
 */
export function useGroupCommands(nextIndex: () => number) {
  const store = useDocumentStore()
  const session = useSessionStore()
  const saved = useSavedBlockStore()
  const folds = useFoldStore()

  const chosenGroup = computed((): GroupNode | null => {
    const node = nodeWithId(store.document, store.selectedNode)
    return store.selectedNodes.length === 1 && node?.kind === 'group' ? node : null
  })
  const canGroup = computed(() => groupable(store.document, store.selectedNodes) !== null)
  /** What would be saved as a block: the group that is selected, or the selected blocks as one. */
  const chosen = computed((): GroupNode | null => {
    if (chosenGroup.value) return chosenGroup.value
    const nodes = store.selectedNodes.flatMap((id) => nodeWithId(store.document, id) ?? [])
    // groups cannot be in a group: the blocks that they stand for can
    return nodes.length > 0 && nodes.every(isStackNode) ? newGroup('group', '', expand(nodes).map(underShortId)) : null
  })

  /** Makes one group of what is selected, and selects it. */
  function group(): void {
    if (!canGroup.value) {
      session.announce(t('commands.not.notGroupable'))
      return
    }
    const { document, id } = groupBlocks(store.document, store.selectedNodes, freshLabel(store.document))
    store.edit(t('editor.deeds.group'), () => document)
    store.select(id)
    const { nodes } = groupOf(document, id)
    session.announce(counted('editor.said.grouped', nodes.length))
  }

  /** Puts the blocks that a group stands for in its place, and selects the first. */
  function dissolve(id: string | null = chosenGroup.value?.id ?? null): void {
    if (id === null) {
      session.announce(t('commands.not.notUngroupable'))
      return
    }
    const { nodes, label, repeats } = groupOf(store.document, id)
    store.edit(t('editor.deeds.ungroup', { label: label || t('editor.aGroup') }), (document) => ungroup(document, id))
    store.select(nodes[0].id)
    session.announce(counted('editor.said.ungrouped', nodes.length * repeats))
  }

  function change(label: string, id: string, patch: GroupPatch, options?: EditOptions): void {
    store.edit(label, (document) => setGroup(document, id, patch), options)
  }

  function repeat(id: string, times: number): void {
    const repeats = Math.min(MOST_REPEATS, Math.max(1, times))
    const label = groupOf(store.document, id).label || t('editor.aGroup')
    change(t('editor.deeds.repeat', { label }), id, { repeats }, { mark: `repeat/${id}` })
    session.announce(counted('editor.said.repeated', repeats, { label }))
  }

  /** Repeats the selected group so many times more; answers whether there is one. */
  function repeatBy(by: number): boolean {
    const { value: selected } = chosenGroup
    if (selected) repeat(selected.id, selected.repeats + by)
    return selected !== null
  }

  const alternate = (id: string, on: boolean): void => {
    change(t(on ? 'editor.deeds.alternate' : 'editor.deeds.notAlternate'), id, { alternate: on })
  }

  /** Shows the heading of a group only, or its blocks again; answers whether that changed anything. */
  function fold(id: string, on: boolean): boolean {
    if (folds.folded.has(id) === on) return false
    // the selection stays on what is to be seen
    if (on && groupAround(store.document, store.selectedNode)?.id === id) store.select(id)
    folds.fold(id, on)
    const label = groupOf(store.document, id).label || t('editor.group')
    session.announce(t(on ? 'editor.said.folded' : 'editor.said.opened', { label }))
    return true
  }

  /** Folds or opens the selected group; from a block, the group that it is in. Answers whether there was one. */
  function foldChosen(on: boolean): boolean {
    const id = chosenGroup.value?.id ?? groupAround(store.document, store.selectedNode)?.id
    return id !== undefined && fold(id, on)
  }

  const renameGroup = (id: string, label: string): void => {
    change(t('editor.deeds.renameGroup'), id, { label })
  }

  /** Puts a block of a person's own into the stack, as a group, and selects it. */
  function insertSaved(id: string, index: number): void {
    const block = saved.blocks.find((one) => one.id === id)
    if (!block) return
    const node = copyFor(store.document, { ...block.group, label: block.name })
    store.edit(t('editor.deeds.insert', { label: block.name }), (document) => insertBlock(document, node, index))
    store.select(node.id)
    session.announce(t('editor.said.inserted', { label: block.name }))
  }

  const appendSaved = (id: string): void => {
    insertSaved(id, nextIndex())
  }

  return {
    canGroup,
    chosen,
    group,
    dissolve,
    repeat,
    repeatBy,
    fold,
    foldChosen,
    alternate,
    renameGroup,
    insertSaved,
    appendSaved,
  }
}

/** "Group" with the smallest number that no group has yet. */
function freshLabel({ graph }: FlowDocument): string {
  const taken = new Set(graph.nodes.map((node) => (node.kind === 'group' ? node.label : '')))
  for (let number = 1; ; number++) {
    const label = t('editor.groupNumber', { number })
    if (!taken.has(label)) return label
  }
}

/** Ids matter within a saved block only: it is given fresh ones in every document. */
const underShortId = (block: BijectorNode, index: number): BijectorNode => ({
  ...block,
  id: `block-${String(index + 1)}`,
})
