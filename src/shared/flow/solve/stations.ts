import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'

/** A step of a solution from time t to t + h, both [B, 1], with the state at its ends, [B, S]. */
export interface SolvedStep {
  readonly t: Node
  readonly h: Node
  readonly start: Node
  readonly end: Node
  /** ds/dt at either end, [B, S]. */
  readonly slopes: readonly [Node, Node]
  /** What a method knows of the middle beyond its ends: the fifth coefficient of its continuous extension, [B, S]. */
  readonly bend?: Node
}

/**
 * Where a solution is at times within (0, 1), gathered step by step: the cubic of Hermite through a step's ends and slopes
 * or, with `bend`, the method's own extension in the form of Hairer, Nørsett & Wanner (1993), Solving Ordinary Differential
 * Equations I, section II.6. Nothing of it reaches the solution itself.
 */
export class Stations {
  constructor(
    private readonly b: Builder,
    private readonly times: readonly number[],
  ) {}

  get count(): number {
    return this.times.length
  }

  /** What a solver's loop carries of them, [B, stations, S], before its first step. */
  begin(state: Node): readonly Node[] {
    const [rows, width] = state.shape
    return this.count === 0 ? [] : [this.b.fill(0, [rows, this.count, width])]
  }

  /** The same after a step, in which some of them may lie. */
  pass(carried: readonly Node[], { t, h, start, end, slopes, bend }: SolvedStep): readonly Node[] {
    if (carried.length === 0) return []
    const { b } = this
    const [rows, width] = start.shape
    const wide = (node: Node): Node => b.reshape(node, [rows, 1, width])
    const spread = (node: Node): Node => b.reshape(node, [rows, 1, 1])
    const times = b.reshape(b.constant(this.times, [this.count]), [1, this.count, 1])
    const within = b.and(b.less(spread(t), times), b.lessEqual(times, spread(b.add(t, h))))
    const at = b.min(b.max(b.div(b.sub(times, spread(t)), spread(b.max(h, 1e-12))), 0), 1)
    const rest = b.sub(1, at)

    const moved = b.sub(end, start)
    const ahead = b.sub(b.mul(slopes[0], h), moved)
    const behind = b.sub(b.sub(moved, b.mul(slopes[1], h)), ahead)
    const inner = bend ? b.add(wide(behind), b.mul(rest, wide(bend))) : wide(behind)
    const place = b.add(wide(start), b.mul(at, b.add(wide(moved), b.mul(rest, b.add(wide(ahead), b.mul(at, inner))))))
    const shape = [rows, this.count, width]
    return [b.select(b.broadcast(within, shape), place, carried[0])]
  }

  /** The state at each of the times, [B, S], when the last step is taken. */
  end(carried: readonly Node[]): readonly Node[] {
    return this.times.map((_, i) => {
      const [rows, , width] = carried[0].shape
      return this.b.reshape(this.b.slice(carried[0], i, i + 1, 1), [rows, width])
    })
  }
}
