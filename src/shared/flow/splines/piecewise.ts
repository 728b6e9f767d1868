import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import type { Transformed, Transformer } from '../transformers/transformer'
import { binOf, type Bin, type Knots } from './knots'

/** A kind of monotone spline: its bins, and the map inside one of them. */
export interface Pieces {
  /** Unconstrained numbers of one spline. */
  readonly width: number
  knots(b: Builder, raw: Node): Knots
  /** At θ in [0, 1] of a bin: the rise over its bottom edge, and ln of the slope. */
  evaluate(b: Builder, bin: Bin, theta: Node): { readonly rise: Node; readonly logSlope: Node }
  /** θ, at most 1, at which the rise is r ≥ 0. */
  solve(b: Builder, bin: Bin, r: Node): Node
}

/** The spline inside its box, both ways, for points that lie in it. */
export function inBox({ width, knots, evaluate, solve }: Pieces): Transformer {
  return {
    width,
    forward: (b, raw, z) => {
      const all = knots(b, raw)
      const bin = binOf(b, all, all.left, z)
      const theta = b.min(b.div(b.sub(z, bin.left), bin.width), 1) // rounding may exceed a bin by a hair
      const { rise, logSlope } = evaluate(b, bin, theta)
      return { value: b.add(bin.bottom, rise), logSlope }
    },
    inverse: (b, raw, x) => {
      const all = knots(b, raw)
      const bin = binOf(b, all, all.bottom, x)
      const theta = solve(b, bin, b.sub(x, bin.bottom))
      const { logSlope } = evaluate(b, bin, theta)
      return { value: b.add(bin.left, b.mul(bin.width, theta)), logSlope: b.neg(logSlope) }
    },
  }
}

/** ℝ → ℝ: the spline on [−B, B], the identity outside. */
export function withIdentityTails(inside: Transformer, bound: number): Transformer {
  const along =
    (direction: 'forward' | 'inverse') =>
    (b: Builder, raw: Node, x: Node): Transformed => {
      const within = b.lessEqual(b.abs(x), bound)
      // evaluated at a clamped point, so that the unused branch stays finite and its gradient is not NaN
      const { value, logSlope } = inside[direction](b, raw, b.min(b.max(x, -bound), bound))
      return { value: b.select(within, value, x), logSlope: b.select(within, logSlope ?? 0, 0) }
    }
  return { width: inside.width, forward: along('forward'), inverse: along('inverse') }
}
