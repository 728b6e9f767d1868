import type { Bounds } from '../../views/bounds'
import { latticeSegments } from '../../views/layers/net'
import { meanLogDet, type LayerPaths } from '../../views/layers/paths'
import { traceSegments, type Pen } from '../../views/layers/trace'

/** Lines of the lattice each way, and how far it reaches from zero in standardised z. */
export const LINES = 17
export const REACH = 2.5
/** Room that a wider frame leaves at its edges, as a factor. */
const REST = 1.05

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

/** The frame of all blocks; one of the same shape that holds it and the lattice, at a layer where that reaches out of it. */
export function frameAt(paths: LayerPaths, layer: number, [x0, x1, y0, y1]: Bounds): Bounds {
  const { x, y } = thumbnailNumbers(paths, layer)
  const [left, right] = [Math.min(x0, x[0]), Math.max(x1, x[1])]
  const [low, high] = [Math.min(y0, y[0]), Math.max(y1, y[1])]
  const times = Math.max((right - left) / (x1 - x0), (high - low) / (y1 - y0))
  if (!(times > 1 && times < Infinity)) return [x0, x1, y0, y1]
  const [across, up] = [(REST * times * (x1 - x0)) / 2, (REST * times * (y1 - y0)) / 2]
  const [cx, cy] = [(left + right) / 2, (low + high) / 2]
  return [cx - across, cx + across, cy - up, cy + up]
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
