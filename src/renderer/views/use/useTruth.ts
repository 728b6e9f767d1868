import { onBeforeUnmount, shallowRef, watch, type ShallowRef } from 'vue'
import type { Opened } from '@shared/rpc/protocol'
import { useEngineStore } from '../../stores/engineStore'
import type { DensityGrid } from '../grid'
import { useShown } from './useMoment'

/** Whether the density that the data were drawn from is known, so that the flow's can be held against it. */
export function useTruthKnown(opened: () => Opened | null): Readonly<ShallowRef<boolean>> {
  const engine = useEngineStore()
  const shown = useShown()
  const known = shallowRef(false)
  watch(
    opened,
    async (now) => {
      known.value = false
      if (now === null) return
      const answer = await engine.truth([-1, 1, -1, 1], 8, shown.run.value).catch(() => null)
      if (opened() === now) known.value = answer?.logDensity != null
    },
    { immediate: true },
  )
  return known
}

/** The data's own log density on the nodes of the newest grid; null while it is not there. */
export function useTruth(wanted: () => DensityGrid | null): Readonly<ShallowRef<Float32Array | null>> {
  const engine = useEngineStore()
  const shown = useShown()
  const truth = shallowRef<Float32Array | null>(null)
  let asked = 0
  watch(
    () => {
      const grid = wanted()
      return grid === null
        ? ''
        : JSON.stringify([...grid.bounds, grid.resolution, shown.run.value ?? 0, ...engine.given])
    },
    async (nodes) => {
      const mine = ++asked
      truth.value = null
      const grid = wanted()
      if (nodes === '' || grid === null) return
      const [x0, x1, y0, y1] = grid.bounds
      // Without an answer (the engine is away) the picture stays as it is; the next bounds ask again.
      const answer = await engine.truth([x0, x1, y0, y1], grid.resolution, shown.run.value).catch(() => null)
      if (mine === asked) truth.value = answer?.logDensity ?? null
    },
    { immediate: true },
  )
  onBeforeUnmount(() => asked++)
  return truth
}
