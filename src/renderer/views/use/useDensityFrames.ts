import { onBeforeUnmount, shallowRef, type ShallowRef } from 'vue'
import { useEngineStore } from '../../stores/engineStore'
import { cellArea, type DensityGrid } from '../grid'
import { densityLevels, type Levels } from '../levels'

/** Masses of the regions whose edges are drawn. */
export const REGION_MASSES = [0.5, 0.8, 0.95] as const

/**
 * The densest region, which has the top colour where few of the places in view are dense, as in space: a quantile of
 * them says how large the view is rather than how dense they are.
 */
export const TOP_MASS = 0.1

export interface DensityFrame {
  readonly grid: DensityGrid
  readonly levels: Levels
  /** To be called once the frame is on the screen. */
  shown(): void
}

/** The newest density of one view, as the engine sends it. */
export function useDensityFrames(view: string): Readonly<ShallowRef<DensityFrame | null>> {
  const newest = shallowRef<DensityFrame | null>(null)
  const stop = useEngineStore().onFrame(view, (frame, shown) => {
    if (frame.kind !== 'density') return
    const { step, bounds, resolution, logDensity } = frame
    if (logDensity.length !== resolution * resolution) return
    const grid: DensityGrid = { step, bounds, resolution, logDensity }
    newest.value = { grid, levels: densityLevels(logDensity, cellArea(grid), REGION_MASSES, resolution), shown }
  })
  onBeforeUnmount(stop)
  return newest
}
