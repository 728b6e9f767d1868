import type { Builder, Operand } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'

/** Standard deviation of the soft walls of a box, as a share of its half-width. */
export const WALL = 0.05

/** Coordinate `index` [B] of x [B, D]. */
export const coordinate = (b: Builder, x: Node, index: number): Node =>
  b.reshape(b.slice(x, index, index + 1), [x.shape[0]])

/** −½ (x/s)². */
export const bell = (b: Builder, x: Node, s: number): Node => b.mul(-0.5, b.square(b.mul(x, 1 / s)))

/** ‖x‖ [B] of x [B, D], with a slope of 0 at the origin. */
export const radius = (b: Builder, x: Node): Node => b.sqrt(b.max(b.sum(b.square(x), [-1]), 1e-12))

/** −½ (x/a)⁴. */
export function quartic(b: Builder, x: Node, a: Operand): Node {
  return b.mul(-0.5, b.square(b.square(b.div(x, a))))
}
