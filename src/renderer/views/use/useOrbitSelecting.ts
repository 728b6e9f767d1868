import type { Ref } from 'vue'
import type { Size } from '../../use/useSize'
import type { Point2 } from '../cubeAxes'
import type { useOrbit } from './useOrbit'
import { useSelecting, type Selectable } from './useSelecting'

/** Listeners for a picture in space: what selects points comes before what turns the eye. */
export function useOrbitSelecting(
  gestures: ReturnType<typeof useOrbit>['gestures'],
  size: Readonly<Ref<Size>>,
  selectable: () => Selectable | null,
) {
  const selecting = useSelecting(selectable)
  let pointer: Point2 | null = null
  return {
    outline: selecting.outline,
    listeners: {
      ...gestures,
      pointerdown(event: PointerEvent): void {
        if (!selecting.pointerdown(event)) gestures.pointerdown(event)
      },
      pointermove(event: PointerEvent): void {
        pointer = [event.offsetX, event.offsetY]
        if (!selecting.pointermove(event)) gestures.pointermove(event)
      },
      pointerup(event: PointerEvent): void {
        selecting.pointerup(event)
        gestures.pointerup()
      },
      pointercancel(): void {
        selecting.pointercancel()
        gestures.pointercancel()
      },
      /** By keyboard the cursor is where the pointer was last, or in the middle. */
      keydown(event: KeyboardEvent): void {
        const { width, height } = size.value
        if (!selecting.keydown(event, pointer ?? [width / 2, height / 2])) gestures.keydown(event)
      },
    },
  }
}
