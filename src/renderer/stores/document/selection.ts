import { computed, shallowRef } from 'vue'
import type { ShallowRef } from 'vue'
import { groupAround, nodesInOrder } from '@shared/document/chain'
import type { FlowDocument } from '@shared/document/schema'

/**
 * What is selected of the stack: one node, or the blocks side by side from where a selection began to where it ends. The
 * node at its end is the one that the inspector shows and keys move from.
 */
export function createSelection(document: Readonly<ShallowRef<FlowDocument>>) {
  const end = shallowRef<string | null>(null)
  /** Where a selection of several began; null for one of a single node. */
  const start = shallowRef<string | null>(null)

  /** Selects one node only, or none. */
  function select(id: string | null): void {
    end.value = id
    start.value = null
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
  }

  const selectedNode = computed({
    get: () => end.value,
    // what is selected already may be focused without losing the rest of the selection
    set: (id) => {
      if (id !== end.value) select(id)
    },
  })

  /** All that is selected, in order z → x. */
  const selectedNodes = computed<readonly string[]>(() => {
    if (end.value === null) return []
    return (start.value !== null && rangeIn(document.value, start.value, end.value)) || [end.value]
  })

  return { selectedNode, selectedNodes, select, selectTo }
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
