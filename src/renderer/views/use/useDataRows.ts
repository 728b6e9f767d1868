import { computed, type ComputedRef } from 'vue'
import { dataRows, useSelectionStore } from '../selectionStore'
import { useShown } from './useMoment'

/** The selected rows of the data, as far as what is shown here has the same rows. */
export function useDataRows(): ComputedRef<readonly number[]> {
  const selection = useSelectionStore()
  const { sameRows } = useShown()
  return computed(() => (sameRows.value ? selection.rowsOf(dataRows) : []))
}
