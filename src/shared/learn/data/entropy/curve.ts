import { panels } from './quadrature'

/** A curve t ↦ γ(t) on [from, to] with a density over t. */
export interface Curve {
  readonly from: number
  readonly to: number
  /** Writes γ(t). */
  at(t: number): readonly number[]
  /** Density of t on [from, to]; its integral is the curve's share of the mixture. */
  density(t: number): number
  /** An upper bound of |γ′(t)|, which sets how many nodes the noise needs. */
  readonly speed: number
}

/** A curve as weighted points, dense enough to be integrated against noise of standard deviation `sd`. */
export function curvePoints(curve: Curve, sd: number): { points: Float64Array; weights: Float64Array } {
  const length = (curve.to - curve.from) * curve.speed
  const rule = panels(curve.from, curve.to, Math.ceil(length / (2.5 * sd)))
  const dims = curve.at(curve.from).length
  const points = new Float64Array(rule.nodes.length * dims)
  rule.nodes.forEach((t, i) => points.set(curve.at(t), i * dims))
  return { points, weights: rule.weights.map((w, i) => w * curve.density(rule.nodes[i])) }
}
