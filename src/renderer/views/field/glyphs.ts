import type { Bounds } from '../bounds'
import { svd2, type Svd2 } from './svd2'

/** The Jacobian at one place, as its singular values. */
export interface Stretch extends Svd2 {
  readonly x: number
  readonly y: number
  /** `plain`: a proper ellipse. `singular`: squeezed to a line as far as the digits tell. `broken`: not all finite. */
  readonly kind: 'plain' | 'singular' | 'broken'
}

/** Beyond this condition number a float32 Jacobian cannot be told from a singular one. */
const MOST_CONDITION = 1e7
/** Half axes in units of that of an unstretched circle: none shorter, so that it is seen, none longer, so that none meet. */
const SHORTEST = 0.1
const LONGEST = 2

/** σ₁/σ₂; ∞ where the matrix is singular, NaN where it is not finite. */
export const condition = ({ kind, major, minor }: Stretch): number =>
  kind === 'broken' ? NaN : kind === 'singular' ? Infinity : major / minor

/** Jacobians [n, n, 2, 2] at the middles of n × n cells over the bounds, row 0 at yMin, x fastest, as stretches. */
export function stretches([x0, x1, y0, y1]: Bounds, n: number, jacobians: Float32Array): readonly Stretch[] {
  return Array.from({ length: n * n }, (_, k) => {
    const [a, b, c, d] = jacobians.subarray(4 * k, 4 * k + 4)
    const parts = svd2([a, b, c, d])
    const place = { x: x0 + (((k % n) + 0.5) / n) * (x1 - x0), y: y0 + ((Math.floor(k / n) + 0.5) / n) * (y1 - y0) }
    if (!Number.isFinite(parts.major)) return { ...place, ...parts, kind: 'broken' }
    return { ...place, ...parts, kind: parts.minor * MOST_CONDITION > parts.major ? 'plain' : 'singular' }
  })
}

/** Every `every`-th of n × n cells along both axes, from the middle of the first group: a coarser lattice in the same bounds. */
export function thinned(all: readonly Stretch[], n: number, every: number): readonly Stretch[] {
  const middle = (every - 1) / 2
  return all.filter((_, k) => (k % n) % every === middle && Math.floor(k / n) % every === middle)
}

/** Length of a half axis that stands for a stretch by σ: 1 for ×1, 2 for ×10 and more, shrinking likewise below. */
export const compressed = (sigma: number): number => Math.min(LONGEST, Math.max(SHORTEST, 1 + Math.log10(sigma)))

/** An ellipse on the screen: half axes in pixels, the first at `angle` clockwise from the right. */
export interface GlyphEllipse {
  readonly major: number
  readonly minor: number
  readonly angle: number
}

/**
 * The glyph of a stretch: a circle of `radius` pixels with its axes compressed. The longer one lies as it does in the
 * picture, whose scales are pixels per standardised unit along both axes; no stretch is a circle whatever the scales.
 */
export function glyphEllipse(stretch: Stretch, radius: number, scales: readonly [number, number]): GlyphEllipse {
  return {
    major: radius * compressed(stretch.major),
    minor: radius * compressed(stretch.minor),
    // The screen's second axis points down.
    angle: Math.atan2(-scales[1] * Math.sin(stretch.angle), scales[0] * Math.cos(stretch.angle)),
  }
}

/** log₁₀ σ₁/σ₂ at each place; no number where there is no finite one. */
export function logConditions(all: readonly Stretch[]): Float32Array {
  return Float32Array.from(all, (one) => {
    const value = Math.log10(condition(one))
    return Number.isFinite(value) ? value : NaN
  })
}

/** The place nearest to a point of the plane, by cells; null outside of the bounds. */
export function stretchAt(
  all: readonly Stretch[],
  [x0, x1, y0, y1]: Bounds,
  n: number,
  x: number,
  y: number,
): Stretch | null {
  const column = Math.floor(((x - x0) / (x1 - x0)) * n)
  const row = Math.floor(((y - y0) / (y1 - y0)) * n)
  return column >= 0 && row >= 0 && column < n && row < n ? all[row * n + column] : null
}
