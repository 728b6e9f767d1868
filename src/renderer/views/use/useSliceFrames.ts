import { onBeforeUnmount, shallowRef, type ShallowRef } from 'vue'
import { useEngineStore } from '../../stores/engineStore'
import type { DensityGrid } from '../grid'
import { conditionalLevels } from '../slice/held'
import { REGION_MASSES, type DensityFrame } from './useDensityFrames'

/** The newest density over a plane through a space of more dimensions, with regions given what is held. */
export function useSliceFrames(view: string): Readonly<ShallowRef<DensityFrame | null>> {
  const newest = shallowRef<DensityFrame | null>(null)
  const stop = useEngineStore().onFrame(view, (frame, shown) => {
    if (frame.kind !== 'density') return
    const { step, bounds, resolution, logDensity } = frame
    const grid: DensityGrid = { step, bounds, resolution, logDensity }
    newest.value = { grid, levels: conditionalLevels(grid, REGION_MASSES), shown }
  })
  onBeforeUnmount(stop)
  return newest
}
