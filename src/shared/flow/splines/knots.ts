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
  /** [..., F, K]: for each bin u_k, v_k, its width, its height, and what else its kind of spline needs. */
  readonly table: Node
}

/** Sides of K bins that fill [−B, B]: softmax shares of 2B, each at least 10⁻³ of it. */
export function sharesOf(b: Builder, raw: Node, bins: number, bound: number): Node {
  return b.mul(b.add(b.mul(b.softmax(raw), 1 - leastBin * bins), leastBin), 2 * bound)
}

/** Bins from their sides [..., 2, K], widths before heights, and further rows [..., 1, K] of the table. */
export function binsOf(b: Builder, sizes: Node, bound: number, rows: readonly Node[]): Knots {
  const axis = sizes.shape.length - 2
  const edges = b.sub(b.cumsum(sizes, -1, { exclusive: true }), bound)
  const row = (k: number) => b.reshape(b.take(edges, [k], axis), sizes.shape.toSpliced(axis, 1))
  return { left: row(0), bottom: row(1), table: b.concat([edges, sizes, ...rows], axis) }
}

/** The slopes at each bin's two ends as rows [..., 1, K], from those at the K + 1 knots [..., K + 1]. */
export function slopeRows(b: Builder, slopes: Node, bins: number): [Node, Node] {
  const shape = [...slopes.shape.slice(0, -1), 1, bins]
  return [b.reshape(b.slice(slopes, 0, bins), shape), b.reshape(b.slice(slopes, 1, bins + 1), shape)]
}

/**
 * Bins of [−B, B]² from unconstrained numbers [..., 3K − 1]: widths and heights are shares of 2B by softmax, each at least
 * 10⁻³; inner slopes are at least 10⁻³; the outer ones are exactly 1, to meet the identity outside with a continuous slope.
 */
export function knotsOf(b: Builder, raw: Node, bins: number, bound: number, rows: readonly Node[] = []): Knots {
  const lead = raw.shape.slice(0, -1)
  const sizes = sharesOf(b, b.reshape(b.slice(raw, 0, 2 * bins), [...lead, 2, bins]), bins, bound)
  const one = b.fill(1, [...lead, 1])
  const slopes = b.concat([one, positive(b, b.slice(raw, 2 * bins, 3 * bins - 1)), one], -1)
  return binsOf(b, sizes, bound, [...slopeRows(b, slopes, bins), ...rows])
}

/** One bin of each coordinate, every field [B, m]. */
export interface Bin {
  readonly left: Node
  readonly bottom: Node
  readonly width: Node
  readonly height: Node
  /** The table's further rows. */
  readonly rest: readonly Node[]
}

/** The bin of each value in `x` [B, m], found by its lower edges [..., K] along x's axis. */
export function binOf(b: Builder, { table }: Knots, edges: Node, x: Node): Bin {
  const bins = edges.shape[edges.shape.length - 1]
  // the number of inner edges at or below x
  const reached = b.lessEqual(b.slice(edges, 1, bins), b.reshape(x, [...x.shape, 1]))
  const index = b.sum(b.select(reached, 1, 0), [-1])
  const rows = table.shape[table.shape.length - 2]
  const shape = [...x.shape, rows]
  const found = b.gather(b.broadcast(table, [...shape, bins]), b.broadcast(b.reshape(index, [...x.shape, 1]), shape))
  const [left, bottom, width, height, ...rest] = Array.from({ length: rows }, (_, k) =>
    b.reshape(b.take(found, [k]), x.shape),
  )
  return { left, bottom, width, height, rest }
}

/** A bin's mean slope, and its end slopes as multiples of that. */
export function relative(b: Builder, { width, height, rest: [d0, d1] }: Bin): { s: Node; p: Node; q: Node } {
  const s = b.div(height, width)
  return { s, p: b.div(d0, s), q: b.div(d1, s) }
}
