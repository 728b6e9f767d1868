import { computed, useId, watch, type ComputedRef } from 'vue'
import type { Opened } from '@shared/rpc/protocol'
import { pickRows, takeColumns } from '../columns'
import { positionsAt } from '../layers/paths'
import { useSelectionStore } from '../selectionStore'
import { useDataRows } from './useDataRows'
import { useSelectedPaths } from './useSelectedPaths'

const none = new Float32Array(0)

/** Selected points at x in some of their columns, [n, columns] in natural units: rows of the data, or draws carried there. */
export function useSelectedPoints(
  opened: () => Opened | null,
  columns: () => readonly number[],
): ComputedRef<Float32Array> {
  const selection = useSelectionStore()
  const rows = useDataRows()
  const draws = useSelectedPaths(useId(), () => (selection.selection?.source.kind === 'base' ? opened() : null))
  watch(draws, (selected) => selected?.paths.shown())
  return computed(() => {
    const now = opened()
    if (now === null) return none
    if (rows.value.length > 0) return pickRows(now.data.preview, now.dims, columns(), rows.value)
    const paths = draws.value?.paths
    return paths === undefined ? none : takeColumns(positionsAt(paths, paths.blocks), paths.dims, columns())
  })
}
