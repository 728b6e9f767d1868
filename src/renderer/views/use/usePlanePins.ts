import { useSessionStore } from '../../stores/sessionStore'
import type { Size } from '../../use/useSize'
import type { Bounds } from '../bounds'
import { MOST_PINS } from '../pins'
import { useProbe } from './useMoment'
import { usePins } from './usePins'
import { t } from '../../strings/t'

/** Pixels that a press may move and still be a click, and within which a pin is hit. */
const SLIP = 4
const REACH = 10

export interface PinnedPlane {
  /** Whether places of this plane can be pinned. */
  readonly on: boolean
  /** Changes with the flow's weights. */
  readonly frame: unknown
  readonly bounds: Bounds
  readonly size: Size
  /** In pixels. */
  readonly cursor: { readonly x: number; readonly y: number } | null
}

/** Pins set by hand: a click sets one or takes the one under it away, Enter does so at the cursor, Escape clears. */
export function usePlanePins(plane: () => PinnedPlane) {
  const session = useSessionStore()
  const pins = usePins(() => plane().frame, useProbe())
  let pressed: { readonly x: number; readonly y: number } | null = null

  function toggle(x: number, y: number): void {
    const { on, bounds, size } = plane()
    if (!on || size.width === 0) return
    const [x0, x1, y0, y1] = bounds
    const hit = pins.pins.value.find(
      (pin) =>
        Math.hypot(((pin.x - x0) / (x1 - x0)) * size.width - x, ((y1 - pin.y) / (y1 - y0)) * size.height - y) < REACH,
    )
    if (hit !== undefined) pins.remove(hit.number)
    else if (!pins.add(x0 + (x / size.width) * (x1 - x0), y1 - (y / size.height) * (y1 - y0))) {
      session.announce(t('views.pins.tooMany', { most: MOST_PINS }))
    }
  }

  return {
    ...pins,
    onPointerdown(event: PointerEvent): void {
      pressed = event.button === 0 ? { x: event.offsetX, y: event.offsetY } : null
    },
    onPointerup(event: PointerEvent): void {
      const slip = pressed === null ? Infinity : Math.hypot(event.offsetX - pressed.x, event.offsetY - pressed.y)
      pressed = null
      if (slip <= SLIP) toggle(event.offsetX, event.offsetY)
    },
    onKeydown(event: KeyboardEvent): void {
      const { on, cursor, size } = plane()
      if (!on) return
      if (event.key === 'Enter') toggle(cursor?.x ?? size.width / 2, cursor?.y ?? size.height / 2)
      else if (event.key === 'Delete' && pins.pins.value.length > 0) pins.remove(pins.pins.value.at(-1)!.number)
      else if (event.key === 'Escape' && pins.pins.value.length > 0) pins.clear()
      else return
      event.preventDefault()
      event.stopPropagation()
    },
  }
}
