import { computed, ref, shallowRef } from 'vue'
import type { Interval } from '../bounds'
import { moved, widened } from '../change/strip'

/** Pixels within which an end of the strip is taken hold of. */
const REACH = 8
/** Of the axis, per press of an arrow key. */
const KEY_STEP = 0.01

/** A strip of z under the hand: drag it or its ends, click elsewhere to bring it there; arrows move, Shift widens. */
export function useStrip(home: () => Interval, axis: () => Interval, width: () => number) {
  const chosen = shallowRef<Interval | null>(null)
  const strip = computed(() => chosen.value ?? home())
  const atHome = computed(() => chosen.value === null)
  const held = ref<'whole' | 'min' | 'max' | null>(null)

  const perPixel = (): number => (axis().max - axis().min) / Math.max(1, width())
  const placeOf = (event: PointerEvent): number => {
    const { left } = (event.currentTarget as Element).getBoundingClientRect()
    return axis().min + (event.clientX - left) * perPixel()
  }
  let before = 0

  const gestures = {
    pointerdown(event: PointerEvent): void {
      if (event.button !== 0) return
      ;(event.currentTarget as Element).setPointerCapture(event.pointerId)
      const place = placeOf(event)
      const { min, max } = strip.value
      const reach = Math.min(REACH * perPixel(), (max - min) / 3)
      if (Math.abs(place - min) < reach) held.value = 'min'
      else if (Math.abs(place - max) < reach) held.value = 'max'
      else held.value = 'whole'
      if (place < min - reach || place > max + reach) {
        chosen.value = moved(strip.value, place - (min + max) / 2, axis())
      }
      before = place
    },
    pointermove(event: PointerEvent): void {
      if (held.value === null) return
      const place = placeOf(event)
      const by = place - before
      before = place
      if (held.value === 'whole') chosen.value = moved(strip.value, by, axis())
      else if (held.value === 'max') chosen.value = widened(strip.value, by, axis())
      else chosen.value = mirrored(widened(mirrored(strip.value), -by, mirrored(axis())))
    },
    pointerup(): void {
      held.value = null
    },
    pointercancel(): void {
      held.value = null
    },
    keydown(event: KeyboardEvent): void {
      if (event.ctrlKey || event.altKey || event.metaKey) return
      const direction = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key]
      if (direction === undefined && event.key !== '0') return
      event.preventDefault()
      const by = (direction ?? 0) * KEY_STEP * (axis().max - axis().min)
      if (direction === undefined) chosen.value = null
      else chosen.value = event.shiftKey ? widened(strip.value, by, axis()) : moved(strip.value, by, axis())
    },
  }
  const reset = (): void => {
    chosen.value = null
  }
  return { strip, atHome, reset, gestures }
}

const mirrored = ({ min, max }: Interval): Interval => ({ min: -max, max: -min })
