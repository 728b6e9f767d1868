import { onBeforeUnmount, shallowRef, type ShallowRef } from 'vue'
import { useEngineStore } from '../../stores/engineStore'
import type { DensityGrid } from '../grid'
import { conditionalLevels } from '../slice/held'
import { REGION_MASSES, TOP_MASS, type DensityFrame } from './useDensityFrames'

export interface SliceFrame extends DensityFrame {
  /** The log density of the top colour. */
  readonly top: number | null
}

/** The newest density over a plane through a space of more dimensions, with regions given what is held. */
export function useSliceFrames(view: string): Readonly<ShallowRef<SliceFrame | null>> {
  const newest = shallowRef<SliceFrame | null>(null)
  const stop = useEngineStore().onFrame(view, (frame, shown) => {
    if (frame.kind !== 'density') return
    const { step, bounds, resolution, logDensity } = frame
    const grid: DensityGrid = { step, bounds, resolution, logDensity }
    const { logDensity: levels, ...sum } = conditionalLevels(grid, [TOP_MASS, ...REGION_MASSES])
    newest.value = { grid, levels: { ...sum, logDensity: levels.slice(1) }, top: levels[0], shown }
  })
  onBeforeUnmount(stop)
  return newest
}
