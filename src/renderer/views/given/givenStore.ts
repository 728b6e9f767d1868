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
  /** Whether what is opened, of the present run or an earlier one, is given the very columns that are held. */
  const takes = (opened: Opened): boolean =>
    columns.value.length > 0 && JSON.stringify(opened.data.context.columns) === signature.value
  const rowsOf = (opened: Opened): readonly number[] =>
    opened === engine.opened ? rows.value : nearRows(opened.data.context, values.value)

  /** A flow with those of its data's rows that are given the like of what is held; with all of them where it takes none. */
  const near = (opened: Opened | null): Opened | null =>
    opened !== null && takes(opened) ? withRows(opened, rowsOf(opened)) : opened
  /** The rest of its preview's rows, [n, D]. */
  const rest = (opened: Opened | null): Float32Array =>
    opened !== null && takes(opened) ? otherRows(opened, rowsOf(opened)) : none
  /** Which rows those are, in words; null without context. */
  const words = computed(() =>
    columns.value.length === 0 ? null : nearWords(engine.opened!.data.context, values.value, rows.value.length),
  )
  /** Rows of the data's preview, whatever they are given. */
  const all = computed(() => (engine.opened === null ? 0 : engine.opened.data.preview.length / engine.opened.dims))
  return { columns, values, set, near, rest, all, words }
})
