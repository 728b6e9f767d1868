import { onBeforeUnmount, shallowRef, type ShallowRef } from 'vue'
import { useEngineStore } from '../../stores/engineStore'
import type { LayerPaths } from '../layers/paths'

export interface LayersFrame extends LayerPaths {
  /** To be called once the frame is on the screen. */
  shown(): void
}

/** The newest paths of one view of layers, as the engine sends them. */
export function useLayerFrames(view: string): Readonly<ShallowRef<LayersFrame | null>> {
  const newest = shallowRef<LayersFrame | null>(null)
  const stop = useEngineStore().onFrame(view, (frame, shown) => {
    if (frame.kind !== 'layers') return
    const { step, dims, count, t, positions, logDet } = frame
    newest.value = { step, dims, count, blocks: t[t.length - 1], t, positions, logDet, shown }
  })
  onBeforeUnmount(stop)
  return newest
}
