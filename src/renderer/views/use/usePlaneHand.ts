import type { PlaneBounds } from './usePlaneBounds'
import type { PlaneReading } from './usePlaneReading'
import { usePlanePins, type PinnedPlane } from './usePlanePins'

/** What a hand does on a plane: pans and zooms it, points at places, pins them. One set of listeners for the canvas. */
export function usePlaneHand(plane: PlaneBounds, reading: PlaneReading, pinned: () => PinnedPlane) {
  const { onPointerdown, onPointerup, onKeydown, ...pins } = usePlanePins(pinned)
  const { gestures } = plane
  return {
    pins,
    listeners: {
      pointerdown(event: PointerEvent): void {
        gestures.onPointerdown(event)
        onPointerdown(event)
      },
      pointermove(event: PointerEvent): void {
        gestures.onPointermove(event)
        reading.moveTo(event.offsetX, event.offsetY)
      },
      pointerup(event: PointerEvent): void {
        gestures.onPointerup(event)
        onPointerup(event)
      },
      pointercancel: gestures.onPointerup,
      pointerleave: reading.leave,
      blur: reading.leave,
      wheel: gestures.onWheel,
      /** By keyboard the plane moves under a cursor in the middle. */
      keydown(event: KeyboardEvent): void {
        gestures.onKeydown(event)
        const { width, height } = pinned().size
        if (event.defaultPrevented) reading.moveTo(width / 2, height / 2)
        else onKeydown(event)
      },
    },
  }
}
