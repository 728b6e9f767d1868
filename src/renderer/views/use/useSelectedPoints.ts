import { computed, type ComputedRef } from 'vue'
import type { Opened } from '@shared/rpc/protocol'
import { pickRows } from '../columns'
import { dataRows, useSelectionStore } from '../selectionStore'

const none = new Float32Array(0)

/** The selected rows of the data in some of their columns: [n, columns] in natural units. */
export function useSelectedPoints(
  opened: () => Opened | null,
  columns: () => readonly number[],
): ComputedRef<Float32Array> {
  const selection = useSelectionStore()
  return computed(() => {
    const now = opened()
    const rows = selection.rowsOf(dataRows)
    return now === null || rows.length === 0 ? none : pickRows(now.data.preview, now.dims, columns(), rows)
  })
}
