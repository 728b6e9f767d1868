import { shallowRef, watch, type ShallowRef } from 'vue'
import type { FieldFrame } from '@shared/rpc/protocol'
import { useEngineStore } from '../../stores/engineStore'
import { stretches, type Stretch } from '../field/glyphs'
import type { ValueGrid } from '../grid'

/** Nats within which float32 cannot tell a value from zero: the identity has no zero line. */
const ROUNDING = 2e-5

/** A value as pictures want it: NaN where it is not finite, and zero itself where only rounding says otherwise. */
function drawable(value: number): number {
  if (!Number.isFinite(value)) return NaN
  return Math.abs(value) < ROUNDING ? 0 : value
}

/** A field as it is drawn. */
export interface DrawnField {
  /** The view that it answers. */
  readonly view: string
  readonly step: number
  readonly direction: FieldFrame['direction']
  /** log|det| in nats; NaN wherever it is not finite. */
  readonly logDet: ValueGrid
  /** The Jacobians at the middles of `glyphs` × `glyphs` cells over the bounds. */
  readonly glyphs: number
  readonly places: readonly Stretch[]
  readonly nonFinite: FieldFrame['nonFinite']
  /** To be called once the frame is on the screen. */
  shown(): void
}

/** The newest field, as the engine sends it, of a view that changes its id with what it asks for. */
export function useFieldFrames(view: () => string): Readonly<ShallowRef<DrawnField | null>> {
  const engine = useEngineStore()
  const newest = shallowRef<DrawnField | null>(null)
  watch(
    view,
    (id, _, onCleanup) => {
      const stop = engine.onFrame(id, (frame, shown) => {
        if (frame.kind !== 'field' || frame.logDet.length !== frame.resolution ** 2) return
        const { step, direction, bounds, resolution, glyphs, nonFinite } = frame
        const values = frame.logDet.map(drawable)
        const places = stretches(bounds, glyphs, frame.jacobians)
        const logDet = { bounds, resolution, values }
        newest.value = { view: id, step, direction, logDet, glyphs, places, nonFinite, shown }
      })
      onCleanup(stop)
    },
    { immediate: true, flush: 'sync' },
  )
  return newest
}
