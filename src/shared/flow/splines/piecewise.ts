import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import { pinned } from '../pinned'
import type { Transformed, Transformer } from '../transformers/transformer'
import { binOf, type Bin, type Knots } from './knots'

/** A kind of monotone spline: its bins, and the map inside one of them. */
export interface Pieces {
  /** Unconstrained numbers of one spline. */
  readonly width: number
  knots(b: Builder, raw: Node): Knots
  /** At θ in [0, 1] of a bin: the rise over its bottom edge as a share of its height, and ln of the slope. */
  evaluate(b: Builder, bin: Bin, theta: Node): { readonly share: Node; readonly logSlope: Node }
  /** θ, at most 1, at which the rise is the share ρ in [0, 1]. */
  solve(b: Builder, bin: Bin, rho: Node): Node
}

/** The spline inside its box, both ways, for points that lie in it. Where it is the identity, it is that to the last bit. */
export function inBox({ width, knots, evaluate, solve }: Pieces): Transformer {
  return {
    width,
    forward: (b, raw, z) => {
      const all = knots(b, raw)
      const bin = binOf(b, all, all.left, z)
      const theta = fraction(b, z, bin.left, bin.width)
      const { share, logSlope } = evaluate(b, bin, theta)
      const [run, rise] = [b.mul(bin.width, theta), b.mul(bin.height, share)]
      return { value: pinned(b, b.add(bin.bottom, rise), onDiagonal(b, bin, run, rise), z), logSlope }
    },
    inverse: (b, raw, x) => {
      const all = knots(b, raw)
      const bin = binOf(b, all, all.bottom, x)
      const share = fraction(b, x, bin.bottom, bin.height)
      const theta = solve(b, bin, share)
      const { logSlope } = evaluate(b, bin, theta)
      const [run, rise] = [b.mul(bin.width, theta), b.mul(bin.height, share)]
      return { value: pinned(b, b.add(bin.left, run), onDiagonal(b, bin, run, rise), x), logSlope: b.neg(logSlope) }
    },
  }
}

/** Whether a point so far from its bin's left edge and from its bottom edge is its own image. */
const onDiagonal = (b: Builder, { left, bottom }: Bin, run: Node, rise: Node): Node =>
  b.and(b.equal(left, bottom), b.equal(run, rise))

/** How far along a bin's side a point lies, in [0, 1]: rounding may exceed it by a hair. */
const fraction = (b: Builder, point: Node, start: Node, length: Node): Node =>
  b.min(b.div(b.sub(point, start), length), 1)

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
