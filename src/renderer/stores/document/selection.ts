import { computed, shallowRef } from 'vue'
import type { ShallowRef } from 'vue'
import { groupAround, isGroup, nodesInOrder } from '@shared/document/chain'
import type { FlowDocument } from '@shared/document/schema'

/**
 * What is selected of the stack: one node, the blocks side by side from where a selection began to where it ends, or any
 * that were picked. The node at its end is the one that the inspector shows and keys move from.
 */
export function createSelection(document: Readonly<ShallowRef<FlowDocument>>) {
  const end = shallowRef<string | null>(null)
  /** Where a selection of several began; null for one of a single node. */
  const start = shallowRef<string | null>(null)
  /** Those that were picked one by one or all at once; null while the selection is a node or a range. */
  const picked = shallowRef<readonly string[] | null>(null)

  /** Selects one node only, or none. */
  function select(id: string | null): void {
    end.value = id
    start.value = null
    picked.value = null
  }

  /** Selects all from where the selection began to this block or group, as far as they stand side by side. */
  function selectTo(id: string): void {
    const from = start.value ?? end.value
    if (from === null || from === id || rangeIn(document.value, from, id) === null) {
      select(id)
      return
    }
    start.value = from
    end.value = id
    picked.value = null
  }

  /** Selects just these blocks and groups; the last of them is the end. */
  function selectAll(ids: readonly string[]): void {
    const chosen = pickedIn(document.value, ids)
    select(ids.filter((id) => chosen.includes(id)).at(-1) ?? null)
    if (chosen.length > 1) picked.value = chosen
  }

  /** Takes a block or group into the selection, or out of it. */
  function toggle(id: string): void {
    const others = selectedNodes.value.filter((other) => other !== id)
    selectAll(others.length < selectedNodes.value.length ? others : [...others, id])
  }

  const selectedNode = computed({
    get: () => end.value,
    // what is selected already may be focused without losing the rest of the selection
    set: (id) => {
      if (id === end.value) return
      if (picked.value !== null && id !== null && picked.value.includes(id)) end.value = id
      else select(id)
    },
  })

  /** All that is selected, in order z → x. */
  const selectedNodes = computed<readonly string[]>(() => {
    if (end.value === null) return []
    if (picked.value !== null) return pickedIn(document.value, picked.value)
    return (start.value !== null && rangeIn(document.value, start.value, end.value)) || [end.value]
  })

  return { selectedNode, selectedNodes, select, selectTo, selectAll, toggle }
}

/** Those of these ids that are part of the stack, in order z → x; a group that is picked stands for its blocks. */
function pickedIn(document: FlowDocument, ids: readonly string[]): readonly string[] {
  return nodesInOrder(document)
    .flatMap((node) => (isGroup(node) && !ids.includes(node.id) ? node.nodes : [node]))
    .map(({ id }) => id)
    .filter((id) => ids.includes(id))
}

/**
 * The ids from one node to another, both included, in order z → x: blocks of one group, or nodes of the chain, a group
 * standing for a block in it. Null when one of the two is no part of the stack.
 */
function rangeIn(document: FlowDocument, from: string, to: string): readonly string[] | null {
  const [a, b] = [groupAround(document, from), groupAround(document, to)]
  const alike = a !== undefined && a === b
  const ids = (alike ? a.nodes : nodesInOrder(document)).map(({ id }) => id)
  const ends = (alike ? [from, to] : [a?.id ?? from, b?.id ?? to]).map((id) => ids.indexOf(id))
  return ends.includes(-1) ? null : ids.slice(Math.min(...ends), Math.max(...ends) + 1)
}
