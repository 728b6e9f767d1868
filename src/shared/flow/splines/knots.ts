import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import { positive } from '../positive'

/** Least width and height of a bin, as a share of the box. */
export const leastBin = 1e-3

/** Unconstrained numbers of one spline of K bins: K widths, K heights, K − 1 slopes at the inner knots. */
export const rawWidth = (bins: number): number => 3 * bins - 1

/** A spline's bins, K per coordinate. */
export interface Knots {
  /** Left edge u_k of each bin, [..., K]. */
  readonly left: Node
  /** Bottom edge v_k of each bin, [..., K]. */
  readonly bottom: Node
  /** [..., 6, K]: for each bin u_k, v_k, its width, its height, and the slopes d_k, d_{k+1} at its ends. */
  readonly table: Node
}

/**
 * Bins of [−B, B]² from unconstrained numbers [..., 3K − 1]: widths and heights are shares of 2B by softmax, each at least
 * 10⁻³; inner slopes are at least 10⁻³; the outer ones are exactly 1, to meet the identity outside with a continuous slope.
 */
export function knotsOf(b: Builder, raw: Node, bins: number, bound: number): Knots {
  const lead = raw.shape.slice(0, -1)
  const axis = lead.length
  const shares = b.softmax(b.reshape(b.slice(raw, 0, 2 * bins), [...lead, 2, bins]))
  const sizes = b.mul(b.add(b.mul(shares, 1 - leastBin * bins), leastBin), 2 * bound)
  const edges = b.sub(b.cumsum(sizes, -1, { exclusive: true }), bound)

  const one = b.fill(1, [...lead, 1])
  const slopes = b.concat([one, positive(b, b.slice(raw, 2 * bins, 3 * bins - 1)), one], -1)
  const startSlopes = b.reshape(b.slice(slopes, 0, bins), [...lead, 1, bins])
  const endSlopes = b.reshape(b.slice(slopes, 1, bins + 1), [...lead, 1, bins])

  const row = (k: number) => b.reshape(b.take(edges, [k], axis), [...lead, bins])
  return { left: row(0), bottom: row(1), table: b.concat([edges, sizes, startSlopes, endSlopes], axis) }
}

/** One bin of each coordinate, every field [B, m]. */
export interface Bin {
  readonly left: Node
  readonly bottom: Node
  readonly width: Node
  readonly height: Node
  readonly startSlope: Node
  readonly endSlope: Node
}

/** The bin of each value in `x` [B, m], found by its lower edges [..., K] along x's axis. */
export function binOf(b: Builder, { table }: Knots, edges: Node, x: Node): Bin {
  const bins = edges.shape[edges.shape.length - 1]
  // the number of inner edges at or below x
  const reached = b.lessEqual(b.slice(edges, 1, bins), b.reshape(x, [...x.shape, 1]))
  const index = b.sum(b.select(reached, 1, 0), [-1])
  const six = [...x.shape, 6]
  const fields = b.gather(b.broadcast(table, [...six, bins]), b.broadcast(b.reshape(index, [...x.shape, 1]), six))
  const field = (k: number) => b.reshape(b.take(fields, [k]), x.shape)
  return {
    left: field(0),
    bottom: field(1),
    width: field(2),
    height: field(3),
    startSlope: field(4),
    endSlope: field(5),
  }
}
