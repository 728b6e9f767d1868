import { onBeforeUnmount, shallowRef, type ShallowRef } from 'vue'
import { useEngineStore } from '../../stores/engineStore'

export interface SampleFrame {
  readonly step: number
  readonly dims: number
  /** [n, D] row-major, natural units. */
  readonly points: Float32Array
  /** To be called once the frame is on the screen. */
  shown(): void
}

/** The newest model samples of one view, as the engine sends them. */
export function useSampleFrames(view: string): Readonly<ShallowRef<SampleFrame | null>> {
  const newest = shallowRef<SampleFrame | null>(null)
  const stop = useEngineStore().onFrame(view, (frame, shown) => {
    if (frame.kind !== 'samples') return
    newest.value = { step: frame.step, dims: frame.dims, points: frame.points, shown }
  })
  onBeforeUnmount(stop)
  return newest
}
