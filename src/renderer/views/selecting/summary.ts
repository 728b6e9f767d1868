import { meanPlace } from '../layers/paths'

/** What a picture says of its marked points [n, D] on its element: how many there are, and their mean place. */
export function markedSummary(
  points: Float32Array,
  dims: number,
): { readonly marked: string; readonly markedMean: string } {
  const marked = String(points.length / dims)
  const mean = points.length === 0 ? [] : meanPlace(points, dims)
  return { marked, markedMean: mean.map((value) => value.toPrecision(6)).join(' ') }
}
