import { computed, shallowRef, watch } from 'vue'
import { useEngineStore } from '../../stores/engineStore'
import { useGivenStore } from '../given/givenStore'
import { useSelectionStore } from '../selectionStore'
import { useStageStore } from '../stageStore'
import { tabsFor } from '../tabs'
import { useViewStore } from '../viewStore'

/** The views that there are for this number of dimensions, and which of them is chosen. */
export function useTabChoice() {
  const engine = useEngineStore()
  const view = useViewStore()
  const stages = useStageStore()
  const given = useGivenStore()
  const selection = useSelectionStore()

  const dims = computed(() => engine.opened?.dims ?? 2)
  const tabs = computed(() => tabsFor(dims.value, !view.noSpace))
  const chosen = shallowRef(tabs.value[0])

  function choose(key: string | null): void {
    chosen.value = tabs.value.find((tab) => tab.key === key) ?? chosen.value
  }

  watch(tabs, (list) => {
    chosen.value = list.find(({ key }) => key === chosen.value.key) ?? list[0]
  })
  watch(
    () => stages.asked,
    (key) => {
      choose(key)
      stages.asked = null
    },
  )
  /** A stage of all rows counts them otherwise than one of those near the context. */
  watch(
    () => chosen.value.allGiven === true,
    () => {
      if (given.columns.length > 0) selection.clear()
    },
  )

  return { dims, tabs, chosen, choose }
}
