import { shallowRef, watch } from 'vue'
import { defineStore } from 'pinia'
import { allNodes } from '@shared/document/chain'
import { equal } from '@shared/document/equal'
import type { FlowDocument, GraphNode } from '@shared/document/schema'
import { useDocumentStore } from './documentStore'
import { useEngineStore } from './engineStore'

/** Whether a block has been trained as it stands: not at all yet, from the start of the run, or since an edit during it. */
export type Learnt = 'untrained' | 'trained' | 'changed'

/** How far the run that is shown has trained each block. */
export const useLearntStore = defineStore('learnt', () => {
  const store = useDocumentStore()
  const engine = useEngineStore()
  /** The document that the run began with; null where it was edited before this page knew it. */
  const start = shallowRef<FlowDocument | null>(null)

  let known: string | null = null

  watch(
    () => [engine.held, engine.status.step === 0, store.tab] as const,
    ([held, atStart, tab]) => {
      if (held === null) return
      if (atStart) start.value = held
      else if (tab !== known) start.value = (engine.status.edits ?? []).length > 0 ? null : held
      known = tab
    },
    { immediate: true },
  )

  function learnt(node: GraphNode): Learnt {
    if (engine.status.step === 0) return 'untrained'
    if (start.value === null) return 'trained'
    const before = allNodes(start.value).find(({ id }) => id === node.id)
    return before && equal(asComputed(before), asComputed(node)) ? 'trained' : 'changed'
  }

  return { learnt }
})

/** What of a block its weights belong to. */
const asComputed = (node: GraphNode) => ({
  type: 'type' in node ? node.type : null,
  settings: 'settings' in node ? node.settings : null,
  inverted: 'inverted' in node && node.inverted,
})
