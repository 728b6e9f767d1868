import { computed } from 'vue'
import type { Size } from '../../use/useSize'
import { nearestPoint } from '../columns'
import { pathOf, positionsAt } from '../layers/paths'
import { MOST_FOLLOWED } from '../selectionStore'
import { baseDraws, type LayersScene } from './useLayers'
import type { Selectable } from './useSelecting'

/** Pixels around a particle within which a click means it, and that a hand may move during one. */
const REACH = 14
const STILL = 4

/** A selected point on the screen, in pixels. */
export interface ScreenPath {
  readonly row: number
  /** [L, 2]: its places from z to x. */
  readonly points: Float32Array
  /** [L]: the t of each. */
  readonly t: Float32Array
}

/** The particles where they are at t: what can be selected on a picture of layers. */
export function selectableParticles(
  { particles, t }: LayersScene,
  project: (places: Float32Array) => Float32Array,
): Selectable | null {
  if (particles === null) return null
  const places = (): Float32Array => project(positionsAt(particles, t))
  return { source: baseDraws, places, drawn: particles.count, byClick: false }
}

/** Picking particles by click, or with Enter at the middle of the picture; Escape lets go of all. */
export function usePicking(
  scene: () => LayersScene,
  size: () => Size,
  /** Drawn coordinates [n, D] to pixels [n, 2]. */
  project: (places: Float32Array) => Float32Array,
  emit: { pick: (row: number) => void; clear: () => void },
) {
  let down: { readonly x: number; readonly y: number } | null = null

  function pick(x: number, y: number, reach: number): void {
    const { particles, t } = scene()
    if (particles === null) return
    const row = nearestPoint(project(positionsAt(particles, t)), x, y, reach)
    if (row >= 0) emit.pick(row)
  }

  const gestures = {
    pointerdown({ clientX, clientY, button }: PointerEvent): void {
      down = button === 0 ? { x: clientX, y: clientY } : null
    },
    pointerup({ clientX, clientY, offsetX, offsetY }: PointerEvent): void {
      if (down !== null && Math.hypot(clientX - down.x, clientY - down.y) <= STILL) pick(offsetX, offsetY, REACH)
      down = null
    },
    keydown(event: KeyboardEvent): void {
      if (event.key === 'Enter') pick(size().width / 2, size().height / 2, Infinity)
      else if (event.key === 'Escape' && scene().marked !== null) emit.clear()
      else return
      event.preventDefault()
      event.stopPropagation()
    },
  }

  // Every t is another scene, but the paths stay where they are.
  const marked = computed(() => scene().marked)
  const paths = computed((): readonly ScreenPath[] => {
    const followed = marked.value
    if (followed === null || followed.rows.length > MOST_FOLLOWED || size().width === 0) return []
    return followed.rows.map((row, i) => ({ row, points: project(pathOf(followed.paths, i)), t: followed.paths.t }))
  })

  return { gestures, paths }
}
