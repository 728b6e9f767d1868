import { onBeforeUnmount, shallowRef, type ShallowRef } from 'vue'
import { useEngineStore } from '../../stores/engineStore'
import { densityLevels, type Levels } from '../levels'
import { cellVolume, survey, type VolumeGrid } from '../volume'
import { REGION_MASSES } from './useDensityFrames'

export interface VolumeFrame {
  readonly grid: VolumeGrid
  readonly levels: Levels
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
    const levels = densityLevels(logDensity, cellVolume(grid), REGION_MASSES)
    newest.value = { grid, levels, holes: survey(logDensity).holes, shown }
  })
  onBeforeUnmount(stop)
  return newest
}
