import { onBeforeUnmount, shallowRef, type ShallowRef } from 'vue'
import { useEngineStore } from '../../stores/engineStore'
import { densityLevels, type Levels } from '../levels'
import { cellVolume, isCrowded, survey, type VolumeGrid } from '../volume'
import { REGION_MASSES, TOP_MASS } from './useDensityFrames'

export interface VolumeFrame {
  readonly grid: VolumeGrid
  readonly levels: Levels
  /** The log density of the top colour. */
  readonly top: number | null
  /** Whether half of the probability lies in a part of the box that can hardly be seen. */
  readonly crowded: boolean
  /** Places whose value is no number. */
  readonly holes: number
  /** To be called once the frame is on the screen. */
  shown(): void
}

/** The newest volume of one view, as the engine sends it. */
export function useVolumeFrames(view: string): Readonly<ShallowRef<VolumeFrame | null>> {
  const newest = shallowRef<VolumeFrame | null>(null)
  const stop = useEngineStore().onFrame(view, (frame, shown) => {
    if (frame.kind !== 'volume') return
    const { step, bounds, resolution, logDensity } = frame
    if (logDensity.length !== resolution ** 3) return
    const grid: VolumeGrid = { step, bounds, resolution, logDensity }
    const { logDensity: levels, ...sum } = densityLevels(
      logDensity,
      cellVolume(grid),
      [TOP_MASS, ...REGION_MASSES],
      resolution,
    )
    newest.value = {
      grid,
      levels: { ...sum, logDensity: levels.slice(1) },
      top: levels[0],
      crowded: levels[1] !== null && isCrowded(grid, levels[1]),
      holes: survey(logDensity).holes,
      shown,
    }
  })
  onBeforeUnmount(stop)
  return newest
}
