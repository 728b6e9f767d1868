import { computed, shallowRef, watch } from 'vue'
import type { Opened } from '@shared/rpc/protocol'
import { useSessionStore } from '../../stores/sessionStore'
import { t } from '../../strings/t'
import { useCalmly } from '../../use/useCalm'
import { markedRows, type Brushes } from '../parallel/brush'
import { dataRows, useSelectionStore, type Selection } from '../selectionStore'
import { useDataRows } from './useDataRows'
import { useShown } from './useMoment'
import { useSelectedPoints } from './useSelectedPoints'

/** Milliseconds after which a brush has come to rest. */
const REST_MS = 250

export interface BrushedSource {
  readonly opened: () => Opened | null
  readonly dims: () => number
  /** Columns that have an axis. */
  readonly columns: () => readonly number[]
  /** [n, dims] each, in natural units. */
  readonly data: () => Float32Array
  readonly model: () => Float32Array
}

/** The brushes on the axes of parallel coordinates, and what is selected by them or elsewhere. */
export function useBrushes({ opened, dims, columns, data, model }: BrushedSource) {
  const selection = useSelectionStore()
  const session = useSessionStore()
  const flow = useShown()
  const rowsHere = useDataRows()

  const brushes = shallowRef<Brushes>(new Map())
  const brushed = computed(() => brushes.value.size > 0)
  function reset(): void {
    brushes.value = new Map()
  }
  watch(dims, reset)
  watch(columns, (next) => {
    brushes.value = new Map([...brushes.value].filter(([column]) => next.includes(column)))
  })

  /** Selected rows: by the brushes, or elsewhere. */
  const selected = computed(() => {
    const rows = rowsHere.value
    if (brushed.value || rows.length === 0) return markedRows(data(), Math.max(1, dims()), brushes.value)
    const marked = new Uint8Array(data().length / Math.max(1, dims()))
    rows.forEach((row) => (marked[row] = 1))
    return marked
  })
  /** Selected draws from the base, which are rows of neither cloud. */
  const selectedPoints = useSelectedPoints(opened, () => Array.from({ length: dims() }, (_, column) => column))
  const draws = computed(() => (rowsHere.value.length > 0 ? new Float32Array(0) : selectedPoints.value))
  const clouds = computed(() => ({
    data: { points: data(), marked: selected.value },
    model: {
      points: model(),
      marked:
        draws.value.length > 0
          ? new Uint8Array(model().length / Math.max(1, dims()))
          : markedRows(model(), Math.max(1, dims()), brushes.value),
    },
  }))

  /** Once a brush has come to rest. */
  const tell = useCalmly(() => {
    session.announce(
      selection.empty ? t('views.selection.nothing') : t('views.selection.some', { what: selection.name }),
    )
  }, REST_MS)
  /** What the brushes have selected: whatever else is selected, or nothing, takes them away. */
  let own: Selection | null = null
  watch(brushes, () => {
    if (brushed.value) {
      const rows = [...selected.value.keys()].filter((row) => selected.value[row] === 1)
      if (flow.sameRows.value) selection.select(dataRows, rows)
    } else if (own !== null && selection.selection === own) selection.clear()
    own = brushed.value ? selection.selection : null
    tell()
  })
  watch(
    () => selection.selection,
    (now) => {
      if (now !== own && brushed.value) brushes.value = new Map()
    },
  )

  return { brushes, brushed, reset, rowsHere, selected, draws, clouds }
}
