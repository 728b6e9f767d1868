import { computed, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'
import { colourMap } from '../colourMaps/maps'
import { steadyRange, wantedRange, type ColourRange } from '../colourRange'
import type { Levels } from '../levels'
import type { Shading } from '../picture/planePicture'
import { useViewStore } from '../viewStore'
import { useShown } from './useMoment'

/** Any grid of log densities with its regions. */
export interface ShadedFrame {
  readonly grid: { readonly logDensity: Float32Array }
  readonly levels: Levels
  /** The log density at the top of the colours, where it is not to be found from the grid alone. */
  readonly top?: number | null
}

/**
 * How to colour the newest density: the person's map and scale, and a range that does not flicker from frame to frame of
 * a run. Null before any.
 */
export function useShading(frame: Readonly<ShallowRef<ShadedFrame | null>>): ComputedRef<Shading | null> {
  const view = useViewStore()
  const range = shallowRef<ColourRange | null>(null)
  const { run } = useShown()
  let shaded = run.value
  watch([frame, () => view.scale], ([newest, scale], [before, scaleBefore]) => {
    const steady = scale === scaleBefore && (newest === before || run.value === shaded)
    if (newest !== before) shaded = run.value
    const wanted = newest === null ? null : wantedRange(newest.grid.logDensity, scale, newest.top ?? undefined)
    if (wanted !== null) range.value = steadyRange(steady ? range.value : null, wanted)
  })
  return computed(() => {
    if (range.value === null) return null
    const levels = view.showLevels ? (frame.value?.levels.logDensity ?? []) : []
    return { map: colourMap(view.map), scale: view.scale, range: range.value, levels }
  })
}
