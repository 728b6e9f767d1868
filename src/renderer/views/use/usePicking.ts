import { computed } from 'vue'
import type { Size } from '../../use/useSize'
import { nearestPoint } from '../columns'
import { pathOf, positionsAt } from '../layers/paths'
import type { LayersScene } from './useLayers'

/** Pixels around a particle within which a click means it, and that a hand may move during one. */
const REACH = 14
const STILL = 4

/** A picked particle on the screen, in pixels. */
export interface ScreenPath {
  readonly row: number
  /** [K + 1, 2]: where it is at each layer. */
  readonly points: Float32Array
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
      else if (event.key === 'Escape' && scene().picked.length > 0) emit.clear()
      else return
      event.preventDefault()
      event.stopPropagation()
    },
  }

  const paths = computed((): readonly ScreenPath[] => {
    const { particles, picked } = scene()
    if (particles === null || size().width === 0) return []
    return picked
      .filter((row) => row < particles.count)
      .map((row) => ({ row, points: project(pathOf(particles, row)) }))
  })

  return { gestures, paths }
}
