import { computed, shallowRef, watch } from 'vue'
import { defineStore } from 'pinia'
import type { Opened } from '@shared/rpc/protocol'
import { useEngineStore } from '../../stores/engineStore'
import { useSelectionStore } from '../selectionStore'
import { firstGiven, nearRows, nearWords, otherRows, withRows } from './near'

const none = new Float32Array(0)

/** The context that every picture is drawn at, for a flow that takes one, and the data rows that belong to it. */
export const useGivenStore = defineStore('given', () => {
  const engine = useEngineStore()
  const selection = useSelectionStore()
  const columns = computed(() => engine.opened?.data.context.columns ?? [])
  /** What was chosen, until other columns are opened. */
  const chosen = shallowRef<readonly number[] | null>(null)
  const values = computed(() => chosen.value ?? firstGiven(columns.value))
  const signature = computed(() => JSON.stringify(columns.value))

  function set(column: number, value: number): void {
    chosen.value = values.value.map((before, k) => (k === column ? value : before))
  }

  // in time for the views of the document that brings the columns
  watch(signature, () => (chosen.value = null), { flush: 'sync' })
  watch(
    [values, columns],
    ([now]) => {
      engine.hold(now)
      selection.clear() // its rows are counted among those shown
    },
    { flush: 'sync', immediate: true },
  )

  const rows = computed(() => (columns.value.length === 0 ? [] : nearRows(engine.opened!.data.context, values.value)))
  /** The flow with those of the data's rows that are given the like. */
  const shown = computed((): Opened | null =>
    engine.opened === null || columns.value.length === 0 ? engine.opened : withRows(engine.opened, rows.value),
  )
  /** The rest of the preview's rows, [n, D]; none without context. */
  const rest = computed(() => {
    const { opened } = engine
    return opened === null || columns.value.length === 0 ? none : otherRows(opened, rows.value)
  })
  const words = computed(() =>
    columns.value.length === 0 ? null : nearWords(engine.opened!.data.context, rows.value.length),
  )
  return { columns, values, set, shown, rest, words }
})
