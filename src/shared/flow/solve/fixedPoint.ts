import type { Builder } from '../../tensor/ir/builder'
import { loop } from '../../tensor/ir/loop'
import type { Node } from '../../tensor/ir/program'

export interface FixedPointOptions {
  /** c < 1: the map brings two points nearer by this factor at least. */
  readonly rate: number
  /** A row is left alone once it is surely this near its fixed point. */
  readonly tolerance: number
  /** Turns after which a row is left as it is. */
  readonly most: number
}

export interface FixedPoint {
  /** [B, D], without gradient. */
  readonly value: Node
  /** How often the map was taken for each row, [B]. */
  readonly evaluations: Node
}

/**
 * The point x = f(x) of a contraction on ℝᴰ for each row, by x ← f(x) from `start` [B, D]. A row ends where
 * c/(1 − c) ‖f(x) − x‖, which bounds what is left of the error (Banach), keeps the tolerance: the length of a step alone
 * does not, being 1/c − 1 times as small.
 */
export function fixedPoint(
  b: Builder,
  map: (x: Node) => Node,
  start: Node,
  { rate, tolerance, most }: FixedPointOptions,
): FixedPoint {
  const [rows] = start.shape
  const column = (value: number) => b.fill(value, [rows, 1])
  const before = [b.stopGradient(start), column(2 * tolerance), column(0)]
  const { carries } = loop(b, { length: most }, { carries: before }, ({ carries: [x, left, count] }) => {
    const idle = b.lessEqual(left, tolerance)
    const next = map(x)
    const step = b.sqrt(b.reshape(b.sum(b.square(b.sub(next, x)), [-1]), [rows, 1]))
    return {
      carries: [
        b.select(idle, x, next),
        b.select(idle, left, b.mul(step, rate / (1 - rate))),
        b.add(count, b.select(idle, 0, b.scalar(1))),
      ],
      idle: b.reshape(idle, [rows]),
    }
  })
  return { value: b.stopGradient(carries[0]), evaluations: b.reshape(carries[2], [rows]) }
}
