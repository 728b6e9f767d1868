import { computed, watch, type ComputedRef } from 'vue'
import type { Opened } from '@shared/rpc/protocol'
import { pickRows } from '../columns'
import { dataRows, useSelectionStore } from '../selectionStore'
import { useLayerFrames, type LayersFrame } from './useLayerFrames'
import { useViews } from './useViews'

/** Selected rows of the data, carried x → z. */
export interface CarriedRows {
  /** Of the data's preview, in the order of the paths. */
  readonly rows: readonly number[]
  readonly paths: LayersFrame
}

/** The selected rows of the data at every layer, as often as the weights change; null while none are selected. */
export function useCarriedRows(owner: string, opened: () => Opened | null): ComputedRef<CarriedRows | null> {
  const selection = useSelectionStore()
  const id = `carried-${owner}`

  const rows = computed(() => selection.rowsOf(dataRows))
  useViews(id, () => {
    const now = opened()
    if (now === null || rows.value.length === 0) return []
    const columns = Array.from({ length: now.dims }, (_, column) => column)
    const given = pickRows(now.data.preview, now.dims, columns, rows.value)
    return [{ kind: 'layers', id, points: { from: 'given', direction: 'inverse', rows: given } }]
  })

  const frame = useLayerFrames(id)
  const carried = computed((): CarriedRows | null => {
    const paths = frame.value
    const fits = paths !== null && paths.count === rows.value.length && paths.dims === opened()?.dims
    return fits ? { rows: rows.value, paths } : null
  })
  // Frames of an earlier selection are not drawn, but owed their credit.
  watch(frame, (paths) => {
    if (carried.value === null) paths?.shown()
  })
  return carried
}
