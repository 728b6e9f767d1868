import type { Bounds } from '../../views/bounds'
import { latticeSegments } from '../../views/layers/net'
import { meanLogDet, type LayerPaths } from '../../views/layers/paths'
import { traceSegments, type Pen } from '../../views/layers/trace'

/** Lines of the lattice each way, and how far it reaches from zero in standardised z. */
export const LINES = 17
export const REACH = 2.5

const segments = latticeSegments(LINES)

/** Traces the lattice as it is at a layer, in a square of `side` pixels over `bounds`. `scratch` is [LINES², 2]. */
export function traceThumbnail(
  pen: Pen,
  paths: LayerPaths,
  layer: number,
  [x0, x1, y0, y1]: Bounds,
  side: number,
  scratch: Float32Array,
): void {
  const from = layer * paths.count * 2
  for (let i = 0; i < 2 * paths.count; i += 2) {
    scratch[i] = ((paths.positions[from + i] - x0) / (x1 - x0)) * side
    scratch[i + 1] = ((y1 - paths.positions[from + i + 1]) / (y1 - y0)) * side
  }
  traceSegments(pen, scratch, segments)
}

/** The picture in numbers: where the lattice lies at a layer, and how it was stretched on the way there. */
export function thumbnailNumbers(paths: LayerPaths, layer: number) {
  const range = (d: 0 | 1): readonly [number, number] => {
    let [least, most] = [Infinity, -Infinity]
    for (let i = 0; i < paths.count; i++) {
      const value = paths.positions[2 * (layer * paths.count + i) + d]
      least = Math.min(least, value)
      most = Math.max(most, value)
    }
    return [least, most]
  }
  return { x: range(0), y: range(1), meanLogDet: meanLogDet(paths, layer) }
}
