import { onBeforeUnmount, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { homeBounds, panned, resized, zoomAllowed, zoomed, type Bounds, type Interval } from '../bounds'
import type { Size } from '../../use/useSize'
import { usePlaneLink } from './usePlaneLink'

/** Rest after a gesture before the engine is asked for the new bounds. */
const SETTLE_MS = 140
const KEY_PAN = 0.1
const KEY_ZOOM = 0.8

export interface PlaneBounds {
  /** What is on the screen now. */
  readonly bounds: Readonly<ShallowRef<Bounds>>
  /** What is on the screen once a gesture has come to rest: what to ask frames for. */
  readonly settled: Readonly<ShallowRef<Bounds>>
  /** Whether the view is where it started. */
  readonly atHome: Readonly<Ref<boolean>>
  reset(): void
  /** Drag to pan, wheel to zoom about the pointer, keys: arrows, + and −, 0 for home. */
  readonly gestures: {
    onPointerdown(event: PointerEvent): void
    onPointermove(event: PointerEvent): void
    onPointerup(event: PointerEvent): void
    onWheel(event: WheelEvent): void
    onKeydown(event: KeyboardEvent): void
  }
}

/** Pan and zoom of a plane whose home shows all of `columns`. */
export function usePlaneBounds(
  columns: () => readonly [Interval, Interval] | null,
  size: Readonly<ShallowRef<Size>>,
): PlaneBounds {
  const bounds = shallowRef<Bounds>([-1, 1, -1, 1])
  const settled = shallowRef<Bounds>(bounds.value)
  const atHome = ref(true)
  const link = usePlaneLink({
    place: () => (atHome.value ? null : bounds.value),
    follow(place) {
      if (place === null) goHome()
      else move(place)
    },
  })
  let timer: ReturnType<typeof setTimeout> | undefined
  let dragging: { x: number; y: number } | null = null

  const aspect = ({ width, height }: Size): number => (height > 0 ? width / height : 1)
  const home = (): Bounds | null => {
    const ranges = columns()
    return ranges === null ? null : homeBounds(ranges[0], ranges[1], aspect(size.value))
  }

  function settle(): void {
    clearTimeout(timer)
    settled.value = bounds.value
  }

  function move(next: Bounds): void {
    const start = home()
    if (start === null || !zoomAllowed(next, start)) return
    bounds.value = next
    atHome.value = false
    clearTimeout(timer)
    timer = setTimeout(settle, SETTLE_MS)
  }

  /** Along with the plane that this one is compared with. */
  function moveBoth(next: Bounds): void {
    move(next)
    link.tell()
  }

  function reset(): void {
    goHome()
    link.tell()
  }

  function goHome(): void {
    const start = home()
    if (start === null) return
    bounds.value = start
    atHome.value = true
    settle()
  }

  // By value: the same columns in another array are no reason to take the view back to its start.
  watch(
    () =>
      columns()
        ?.flatMap(({ min, max }) => [min, max])
        .join() ?? '',
    goHome,
    { immediate: true },
  )
  watch(size, (after, before) => {
    if (after.width === 0) return
    if (atHome.value || before.width === 0) goHome()
    else move(resized(bounds.value, aspect(before), aspect(after)))
    if (before.width === 0) link.join()
  })
  onBeforeUnmount(() => {
    clearTimeout(timer)
  })

  const gestures: PlaneBounds['gestures'] = {
    onPointerdown(event) {
      if (event.button !== 0) return
      dragging = { x: event.clientX, y: event.clientY }
      ;(event.currentTarget as Element).setPointerCapture(event.pointerId)
    },
    onPointermove(event) {
      if (dragging === null) return
      const { width, height } = size.value
      moveBoth(panned(bounds.value, (dragging.x - event.clientX) / width, (event.clientY - dragging.y) / height))
      dragging = { x: event.clientX, y: event.clientY }
    },
    onPointerup() {
      dragging = null
    },
    onWheel(event) {
      event.preventDefault()
      const { width, height } = size.value
      const factor = Math.exp(Math.min(200, Math.max(-200, event.deltaY)) * 0.002)
      moveBoth(zoomed(bounds.value, factor, event.offsetX / width, 1 - event.offsetY / height))
    },
    onKeydown(event) {
      const act = keys[event.key]
      if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      act()
    },
  }
  const keys: Readonly<Record<string, (() => void) | undefined>> = {
    ArrowLeft: () => {
      moveBoth(panned(bounds.value, -KEY_PAN, 0))
    },
    ArrowRight: () => {
      moveBoth(panned(bounds.value, KEY_PAN, 0))
    },
    ArrowUp: () => {
      moveBoth(panned(bounds.value, 0, KEY_PAN))
    },
    ArrowDown: () => {
      moveBoth(panned(bounds.value, 0, -KEY_PAN))
    },
    '+': () => {
      moveBoth(zoomed(bounds.value, KEY_ZOOM, 0.5, 0.5))
    },
    '=': () => {
      moveBoth(zoomed(bounds.value, KEY_ZOOM, 0.5, 0.5))
    },
    '-': () => {
      moveBoth(zoomed(bounds.value, 1 / KEY_ZOOM, 0.5, 0.5))
    },
    '0': reset,
  }

  return { bounds, settled, atHome, reset, gestures }
}
