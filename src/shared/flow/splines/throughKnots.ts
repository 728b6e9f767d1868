import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import type { Transformed } from '../transformers/transformer'
import { slopeRows, type Knots } from './knots'
import { inBox } from './piecewise'
import { rationalQuadraticPieces } from './rationalQuadratic'

/** A monotone curve through K + 1 knots (u_k, v_k), a straight line beyond them. Every field [m, …], m coordinates. */
export interface Curve {
  /** u_0 and v_0, [m, 2]. */
  readonly start: Node
  /** ln of what u and v rise by from each knot to the next, [m, 2, K]. */
  readonly logSteps: Node
  /** ln of the slopes dv/du at the knots, [m, K + 1]. */
  readonly logSlopes: Node
}

/** ln of the sides and slopes are held within ±this, so that no number of a curve overflows. */
const mostLog = 20

/**
 * Rational-quadratic from knot to knot (Gregory & Delbourgo 1982), with continuous slopes, also where the lines begin.
 * `forward` takes u → v.
 */
export function throughKnots(b: Builder, { start, logSteps, logSlopes }: Curve) {
  const [m, , bins] = logSteps.shape
  const clamped = (logs: Node) => b.exp(b.min(b.max(logs, -mostLog), mostLog))
  const [steps, slopes] = [clamped(logSteps), clamped(logSlopes)]
  const first = b.reshape(start, [m, 2, 1])
  const edges = b.add(first, b.cumsum(steps, -1, { exclusive: true }))
  const last = b.add(first, b.reshape(b.sum(steps, [-1]), [m, 2, 1]))
  const row = (of: Node, k: number) => b.reshape(b.take(of, [k], 1), [m, of.shape[2]])
  const knots: Knots = {
    left: row(edges, 0),
    bottom: row(edges, 1),
    table: b.concat([edges, steps, ...slopeRows(b, slopes, bins)], 1),
  }
  const inside = inBox({ width: 0, knots: () => knots, ...rationalQuadraticPieces })
  const along = (direction: 'forward' | 'inverse', x: Node): Transformed => {
    const side = direction === 'forward' ? 0 : 1
    const [low, high] = [column(b, row(first, side), 0), column(b, row(last, side), 0)]
    const within = b.min(b.max(x, low), high)
    const { value, logSlope } = inside[direction](b, start, within)
    const lineSlope = (k: number) => (direction === 'forward' ? column(b, slopes, k) : b.div(1, column(b, slopes, k)))
    // 0 inside
    const below = b.mul(b.min(b.sub(x, low), 0), lineSlope(0))
    const above = b.mul(b.max(b.sub(x, high), 0), lineSlope(bins))
    return { value: b.add(value, b.add(below, above)), logSlope }
  }
  return { forward: (x: Node) => along('forward', x), inverse: (x: Node) => along('inverse', x) }
}

/** Column k of [m, n] as [m]. */
const column = (b: Builder, of: Node, k: number): Node => b.reshape(b.take(of, [k]), [of.shape[0]])
