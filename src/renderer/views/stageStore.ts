import { shallowRef } from 'vue'
import { defineStore } from 'pinia'

/** What one view asks of another: the pair of columns to look at, and the tab to show next. */
export const useStageStore = defineStore('stage', () => {
  const pair = shallowRef<[number, number]>([0, 1])
  /** Key of a tab; back to null once it is shown. */
  const asked = shallowRef<string | null>(null)

  function openPair(across: number, up: number): void {
    pair.value = [across, up]
    asked.value = 'pairs'
  }
  return { pair, asked, openPair }
})
