import type { DataSummary } from '@shared/rpc/protocol'
import type { Interval } from '../bounds'

/** Drawn coordinates [n, D] in the flow's own units: u = (x − mean) / scale. */
export function standardised(points: Float32Array, { mean, scale }: DataSummary['units']): Float32Array {
  const dims = mean.length
  return points.map((value, i) => (value - mean[i % dims]) / scale[i % dims])
}

/** The finite values of one coordinate, for statistics. */
export function coordinate(points: Float32Array, dims: number, axis: number): Float64Array {
  const values = Float64Array.from({ length: points.length / dims }, (_, row) => points[row * dims + axis])
  return values.filter(Number.isFinite)
}

/**
 * Either way from zero so far that nearly all points are inside, but never less than the base needs. Points a few times
 * further off are strays.
 */
export function reachOf(points: Float32Array, dims: number, axes: readonly number[], base: number): Interval {
  const far = axes.flatMap((axis) => [...coordinate(points, dims, axis)].map(Math.abs)).sort((a, b) => a - b)
  const reach = Math.min(4 * base, Math.max(1.13 * base, 1.1 * (far[Math.floor(0.998 * far.length)] ?? 0)))
  return { min: -reach, max: reach }
}
