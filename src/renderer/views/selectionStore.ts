import { computed, shallowRef } from 'vue'
import { defineStore } from 'pinia'

/** What the indices of a selection count: rows of the data's preview, or draws from the base with a seed. */
export type SelectionSource =
  { readonly kind: 'data' } | { readonly kind: 'base'; readonly seed: number; readonly count: number }

export interface Selection {
  readonly source: SelectionSource
  /** In the order in which they were picked. */
  readonly rows: readonly number[]
}

/** Most points that are selected one by one: their paths and numbers can still be told apart. */
export const MOST_PICKED = 8

/** The points a person has selected, the same ones in every view. */
export const useSelectionStore = defineStore('selection', () => {
  const selection = shallowRef<Selection | null>(null)

  /** The selected rows of a source; none where others are selected. */
  const rowsOf = (source: SelectionSource): readonly number[] =>
    selection.value !== null && same(selection.value.source, source) ? selection.value.rows : []

  function select(source: SelectionSource, rows: readonly number[]): void {
    selection.value = rows.length === 0 ? null : { source, rows }
  }

  /** Takes a point into the selection, or out of it. One too many takes the place of the first picked. */
  function toggle(source: SelectionSource, row: number): void {
    const rows = rowsOf(source)
    select(source, rows.includes(row) ? rows.filter((other) => other !== row) : [...rows, row].slice(-MOST_PICKED))
  }

  function clear(): void {
    selection.value = null
  }

  const empty = computed(() => selection.value === null)
  return { selection, empty, rowsOf, select, toggle, clear }
})

const same = (a: SelectionSource, b: SelectionSource): boolean =>
  a.kind === 'data' || b.kind === 'data' ? a.kind === b.kind : a.seed === b.seed && a.count === b.count
