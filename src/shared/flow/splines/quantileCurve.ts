import { normalQuantile } from '../../math/normalQuantile'
import { quantile, sortedColumn } from '../../math/quantiles'

/** Rows beyond the outer knots of a coordinate, at either end: fewer would make the tails' slopes a matter of luck. */
const rowsBeyond = 8

/** Ties would make steps of no width; each has at least this share of the mean step, and this width where all is constant. */
const leastShare = 0.02
const leastStep = 1e-3

/** What `Curve` holds, for D coordinates, row-major. */
export interface CurveValues {
  readonly start: Float64Array
  readonly logSteps: Float64Array
  readonly logSlopes: Float64Array
}

/**
 * The curves of K bins that take the columns of a batch [n, D] to standard normals: knots at the levels σ(l), l even between
 * ±ln((1 − p) / p) with p = 8 / n, at most 0.1; there u is the data's quantile and v the normal's. The slope at an inner
 * knot is the rise over both bins beside it by their width together, at an outer one that of its bin.
 */
export function marginalCurves(rows: Float64Array, dims: number, bins: number): CurveValues {
  const outer = Math.min(rowsBeyond / (rows.length / dims), 0.1)
  const reach = Math.log((1 - outer) / outer)
  const levels = Array.from({ length: bins + 1 }, (_, j) => 1 / (1 + Math.exp(reach - (2 * reach * j) / bins)))
  const images = levels.map(normalQuantile)
  const rises = differences(images)
  const curves = Array.from({ length: dims }, (_, i) => {
    const sorted = sortedColumn(rows, dims, i)
    const knots = levels.map((p) => quantile(sorted, p))
    const least = Math.max((leastShare * (knots[bins] - knots[0])) / bins, leastStep / bins)
    const widths = differences(knots).map((width) => Math.max(width, least))
    const slopes = levels.map((_, j) => {
      const beside = [j - 1, j].filter((k) => k >= 0 && k < bins)
      return sumAt(rises, beside) / sumAt(widths, beside)
    })
    return { start: [knots[0], images[0]], steps: [...widths, ...rises], slopes }
  })
  return {
    start: Float64Array.from(curves.flatMap(({ start }) => start)),
    logSteps: Float64Array.from(curves.flatMap(({ steps }) => steps.map(Math.log))),
    logSlopes: Float64Array.from(curves.flatMap(({ slopes }) => slopes.map(Math.log))),
  }
}

/** Each column of a batch [n, D] with its r-th smallest number, counted from 0, replaced by Φ⁻¹((r + ½) / n). */
export function normalScores(rows: Float64Array, dims: number): Float64Array {
  const n = rows.length / dims
  const scores = new Float64Array(rows.length)
  for (let i = 0; i < dims; i++) {
    const order = Array.from({ length: n }, (_, row) => row).sort((a, c) => rows[a * dims + i] - rows[c * dims + i])
    order.forEach((row, rank) => (scores[row * dims + i] = normalQuantile((rank + 0.5) / n)))
  }
  return scores
}

const differences = (values: readonly number[]) => values.slice(1).map((value, j) => value - values[j])

const sumAt = (values: readonly number[], places: readonly number[]) => places.reduce((sum, k) => sum + values[k], 0)
