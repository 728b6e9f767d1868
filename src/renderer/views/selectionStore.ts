import { computed, shallowRef, watch } from 'vue'
import { defineStore } from 'pinia'
import type { Opened } from '@shared/rpc/protocol'
import { count } from '../charts/numbers'
import { useEngineStore } from '../stores/engineStore'
import { counted, t } from '../strings/t'

/** What the indices of a selection count: rows of the data's preview, or draws from the base with a seed. */
export type SelectionSource =
  { readonly kind: 'data' } | { readonly kind: 'base'; readonly seed: number; readonly count: number }

export interface Selection {
  readonly source: SelectionSource
  /** In the order in which they were picked. */
  readonly rows: readonly number[]
}

export const dataRows: SelectionSource = { kind: 'data' }

/** Most points whose paths and numbers are shown one by one: more cannot be told apart. */
export const MOST_FOLLOWED = 8

/** The points a person has selected, the same ones in every view, until other data are opened. */
export const useSelectionStore = defineStore('selection', () => {
  const engine = useEngineStore()
  const selection = shallowRef<Selection | null>(null)

  /** The selected rows of a source; none where others are selected. */
  const rowsOf = (source: SelectionSource): readonly number[] =>
    selection.value !== null && same(selection.value.source, source) ? selection.value.rows : none

  function select(source: SelectionSource, rows: readonly number[]): void {
    selection.value = rows.length === 0 ? null : { source, rows }
  }

  /** Takes a point into the selection, or out of it. */
  function toggle(source: SelectionSource, row: number): void {
    const rows = rowsOf(source)
    select(source, rows.includes(row) ? rows.filter((other) => other !== row) : [...rows, row])
  }

  function clear(): void {
    selection.value = null
  }

  // An index means another point once the rows are others. An edit of the stack leaves them as they are.
  watch(
    () => engine.opened,
    (now, before) => {
      if (!sameRows(now, before)) clear()
    },
    { flush: 'sync' },
  )

  const empty = computed(() => selection.value === null)
  /** In words: "23 data rows". */
  const name = computed(() => {
    if (selection.value === null) return t('views.selection.none')
    const { source, rows } = selection.value
    const key = source.kind === 'data' ? 'views.selection.dataRows' : 'views.selection.particles'
    return counted(key, rows.length, { count: count(rows.length) })
  })
  return { selection, empty, name, rowsOf, select, toggle, clear }
})

const none: readonly number[] = []

const same = (a: SelectionSource, b: SelectionSource): boolean =>
  a.kind === 'data' || b.kind === 'data' ? a.kind === b.kind : a.seed === b.seed && a.count === b.count

/** Where a context is held, those near it are shown and counted: others for other columns. */
const sameContext = (a: Opened, b: Opened): boolean =>
  JSON.stringify(a.data.context.columns) === JSON.stringify(b.data.context.columns)

/** Whether two data sets have the very same rows to draw. */
export function sameRows(a: Opened | null, b: Opened | null): boolean {
  if (a === null || b === null) return a === b
  const [now, before] = [a.data.preview, b.data.preview]
  return (
    a.dims === b.dims &&
    a.data.name === b.data.name &&
    a.data.columns.every(({ name }, i) => name === b.data.columns[i].name) &&
    sameContext(a, b) &&
    now.length === before.length &&
    now.every((value, i) => Object.is(value, before[i]))
  )
}
