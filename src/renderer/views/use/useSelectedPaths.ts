import { computed, watch, type ComputedRef } from 'vue'
import type { Opened, View } from '@shared/rpc/protocol'
import { pickRows } from '../columns'
import { useSelectionStore, type Selection } from '../selectionStore'
import { useLayerFrames, type LayersFrame } from './useLayerFrames'
import { useShown } from './useMoment'
import { useViews } from './useViews'

/** Selected points, carried through the layers. */
export interface SelectedPaths extends Selection {
  /** In the order of the rows. */
  readonly paths: LayersFrame
}

type Points = Extract<View, { kind: 'layers' }>['points']

/**
 * The selected points at every layer, as often as the weights change; null while none are selected or nothing is opened.
 * `owner` is nobody else's here. With `own`, rows of the data are each given their own context, and not what is held.
 */
export function useSelectedPaths(
  owner: string,
  opened: () => Opened | null,
  { own = false } = {},
): ComputedRef<SelectedPaths | null> {
  const selection = useSelectionStore()
  const id = `selected-${owner}`

  const shown = useShown()
  const wanted = computed(() => {
    const { selection: chosen } = selection
    return opened() === null || (chosen?.source.kind === 'data' && !shown.sameRows.value) ? null : chosen
  })
  useViews(id, () => {
    const now = opened()
    if (now === null || wanted.value === null) return []
    return [{ kind: 'layers', id, points: startOf(wanted.value, now, own), between: true }]
  })

  const frame = useLayerFrames(id)
  const selected = computed((): SelectedPaths | null => {
    const paths = frame.value
    if (wanted.value === null || paths === null) return null
    const fits = paths.count === wanted.value.rows.length && paths.dims === opened()?.dims
    return fits ? { ...wanted.value, paths } : null
  })
  // Frames of an earlier selection are not drawn, but owed their credit.
  watch(frame, (paths) => {
    if (selected.value === null) paths?.shown()
  })
  return selected
}

/** Where the selected points are to begin with: rows of the data at x, draws from the base at z. */
function startOf({ source, rows }: Selection, { dims, data }: Opened, own: boolean): Points {
  if (source.kind === 'base') return { from: 'base', seed: source.seed, count: source.count, rows: [...rows] }
  if (own) return { from: 'data', count: Math.max(1, rows.length), rows: [...rows] }
  const columns = Array.from({ length: dims }, (_, column) => column)
  return { from: 'given', direction: 'inverse', rows: pickRows(data.preview, dims, columns, rows) }
}
