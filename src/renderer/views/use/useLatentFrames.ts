import { onBeforeUnmount, shallowRef, type ShallowRef } from 'vue'
import { useEngineStore } from '../../stores/engineStore'
import { standardised } from '../latent/coordinates'
import { useShown } from './useMoment'
import { useViews } from './useViews'

export interface LatentFrame {
  readonly step: number
  readonly dims: number
  /** [n, D] row-major, in the units in which the base is a standard one. */
  readonly points: Float32Array
  /** To be called once the frame is on the screen. */
  shown(): void
}

/** The data carried to z, as often as the weights change. */
export function useLatentFrames(owner: string, count: () => number): Readonly<ShallowRef<LatentFrame | null>> {
  const engine = useEngineStore()
  const flow = useShown()
  const newest = shallowRef<LatentFrame | null>(null)
  const id = `layers-${owner}`
  useViews(owner, () => {
    const n = count()
    return n > 0 ? [{ kind: 'layers', id, points: { from: 'data', count: n } }] : []
  })
  const stop = engine.onFrame(id, (frame, shown) => {
    const units = flow.opened.value?.data.units
    if (frame.kind !== 'layers' || units === undefined) return
    const { step, dims, count: n, positions } = frame
    newest.value = { step, dims, points: standardised(positions.subarray(0, n * dims), units), shown }
  })
  onBeforeUnmount(stop)
  return newest
}
