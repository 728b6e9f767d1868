import type { PlaneBounds } from './usePlaneBounds'
import type { PlaneReading } from './usePlaneReading'
import { useSelecting, type Selectable } from './useSelecting'
import { usePlanePins, type PinnedPlane } from './usePlanePins'

/**
 * What a hand does on a plane: pans and zooms it, points at places, pins them, selects points. One set of listeners for
 * the canvas.
 */
export function usePlaneHand(
  plane: PlaneBounds,
  reading: PlaneReading,
  pinned: () => PinnedPlane,
  selectable: () => Selectable | null,
) {
  const { onPointerdown, onPointerup, onKeydown, ...pins } = usePlanePins(pinned)
  const { gestures } = plane
  const selecting = useSelecting(selectable)
  return {
    pins,
    outline: selecting.outline,
    listeners: {
      pointerdown(event: PointerEvent): void {
        if (selecting.pointerdown(event)) return
        gestures.onPointerdown(event)
        onPointerdown(event)
      },
      pointermove(event: PointerEvent): void {
        if (selecting.pointermove(event)) return
        gestures.onPointermove(event)
        reading.moveTo(event.offsetX, event.offsetY)
      },
      pointerup(event: PointerEvent): void {
        gestures.onPointerup(event)
        if (!selecting.pointerup(event)) onPointerup(event)
      },
      pointercancel(event: PointerEvent): void {
        selecting.pointercancel()
        gestures.onPointerup(event)
      },
      pointerleave: reading.leave,
      blur: reading.leave,
      wheel: gestures.onWheel,
      /** By keyboard the plane moves under a cursor in the middle. */
      keydown(event: KeyboardEvent): void {
        const { cursor, size } = pinned()
        const { width, height } = size
        if (selecting.keydown(event, [cursor?.x ?? width / 2, cursor?.y ?? height / 2])) return
        gestures.onKeydown(event)
        if (event.defaultPrevented) reading.moveTo(width / 2, height / 2)
        else onKeydown(event)
      },
    },
  }
}
