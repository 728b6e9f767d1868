import { computed, ref, shallowRef } from 'vue'
import { along, dabbed, SIDE, type Brush, type Point } from './drawing'

/** Sets where dabs put their points; the dab's number makes each another. */
const SEED = 1

/** What is drawn in the sheet, with undo of its strokes; the document knows of none of it before it is taken. */
export function useDrawing() {
  const points = shallowRef<readonly Point[]>([])
  const past = shallowRef<readonly (readonly Point[])[]>([])
  const size = ref(0.25)
  const density = ref(12)
  const erases = ref(false)
  const at = shallowRef<Point>({ x: 0, y: 0 })
  const brush = computed<Brush>(() => ({ size: size.value, density: density.value, erases: erases.value }))
  let dabs = 0

  function begin(start: readonly Point[]): void {
    points.value = start
    past.value = []
    dabs = start.length
  }
  const note = (): void => {
    past.value = [...past.value, points.value]
  }
  function press(): void {
    points.value = dabbed(points.value, at.value, brush.value, SEED, dabs++)
  }
  /** Begins a stroke where the brush is. */
  function put(): void {
    note()
    press()
  }
  /** Goes on with a stroke; the brush stays where the last dab was until it is half a brush away. */
  function drag(to: Point): void {
    for (const place of along(at.value, to, size.value)) {
      at.value = place
      press()
    }
  }
  function move(to: Point): void {
    const within = (value: number): number => Math.min(SIDE, Math.max(-SIDE, value))
    at.value = { x: within(to.x), y: within(to.y) }
  }
  function clear(): void {
    if (points.value.length === 0) return
    note()
    points.value = []
  }
  /** Other points in place of all, as one step. */
  function replace(next: readonly Point[]): void {
    note()
    points.value = next
    dabs = next.length
  }
  function undo(): void {
    const before = past.value.at(-1)
    if (before === undefined) return
    points.value = before
    past.value = past.value.slice(0, -1)
  }
  return { points, past, size, density, erases, at, begin, put, drag, move, clear, replace, undo }
}
