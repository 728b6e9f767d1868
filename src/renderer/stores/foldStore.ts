import { computed, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import { groupAround } from '@shared/document/chain'
import { useDocumentStore } from './documentStore'

/** Groups that show their heading only. Part of how one looks at a stack, not of the document. */
export const useFoldStore = defineStore('folds', () => {
  const store = useDocumentStore()
  const chosen = shallowRef<ReadonlySet<string>>(new Set())

  /** The ids of groups that are folded; one whose block is selected is open, wherever that was done. */
  const folded = computed<ReadonlySet<string>>(() => {
    const open = groupAround(store.document, store.selectedNode)?.id
    return new Set([...chosen.value].filter((id) => id !== open))
  })

  function fold(id: string, on: boolean): void {
    const others = [...chosen.value].filter((other) => other !== id)
    chosen.value = new Set(on ? [...others, id] : others)
  }

  return { folded, fold }
})
