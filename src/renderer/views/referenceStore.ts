import { computed, ref, shallowRef, watch } from 'vue'
import { defineStore } from 'pinia'
import { hasEnergy } from '@shared/document/objective'
import type { Opened, Reference } from '@shared/rpc/protocol'
import { useEngineStore } from '../stores/engineStore'
import { useSelectionStore } from './selectionStore'
import { wordsOf } from '../strings/said'

/** Draws of an energy by Markov chains, which views can show in place of the data's rows. */
export const useReferenceStore = defineStore('reference', () => {
  const engine = useEngineStore()
  const selection = useSelectionStore()
  const offered = computed(() => engine.opened !== null && engine.held !== null && hasEnergy(engine.held.data))
  const wanted = ref(false)
  const found = shallowRef<{ readonly of: string; readonly reference: Reference } | null>(null)
  /** Why there are none, in words. */
  const trouble = ref<string | null>(null)
  /** What the draws depend on. */
  const subject = computed(() => JSON.stringify(engine.held?.data.source ?? null))
  const current = computed(() => (offered.value && found.value?.of === subject.value ? found.value.reference : null))
  const waiting = computed(() => wanted.value && offered.value && current.value === null && trouble.value === null)

  async function ask(): Promise<void> {
    const of = subject.value
    trouble.value = null
    try {
      const reference = await engine.reference()
      if (of === subject.value) found.value = { of, reference }
    } catch (error) {
      if (of === subject.value) trouble.value = wordsOf(error)
    }
  }
  watch([wanted, offered, subject], () => {
    if (wanted.value && offered.value && current.value === null) void ask()
  })

  const on = computed(() => wanted.value && current.value !== null)
  watch(on, () => {
    selection.clear() // its rows are counted among those shown
  })
  /** What is shown, with the draws as its rows where they are wanted. */
  function inPlaceOf(opened: Opened | null): Opened | null {
    if (opened === null || !on.value || current.value === null) return opened
    return { ...opened, data: { ...opened.data, preview: current.value.draws } }
  }
  return { offered, wanted, waiting, trouble, current, on, inPlaceOf }
})
