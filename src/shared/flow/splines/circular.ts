import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import { positive } from '../positive'
import { part, type Transformed, type Transformer } from '../transformers/transformer'
import { binsOf, sharesOf, slopeRows } from './knots'
import { inBox } from './piecewise'
import { rationalQuadraticPieces } from './rationalQuadratic'

/**
 * A circular spline on [−π, π], a circle cut open; Rezende et al. 2020 (arXiv:2002.02428), there on [0, 2π]: the
 * rational-quadratic spline from (−π, −π) to (π, π) whose slope is the same at both ends, then a turn by t modulo 2π, so
 * that the image of the cut can lie anywhere. Value (modulo 2π) and slope are continuous all round. Outside [−π, π] there
 * is no point: the value is that of the nearer end, its log-slope −∞.
 *
 * Raw numbers: K widths and K heights, by `sharesOf`; K slopes by `positive`, d_0 = d_K first; the turn t.
 */
export function circular(bins: number): Transformer {
  const spline = inBox({
    width: 3 * bins + 1,
    knots: (b, raw) => {
      const lead = raw.shape.slice(0, -1)
      const sizes = sharesOf(b, b.reshape(b.slice(raw, 0, 2 * bins), [...lead, 2, bins]), bins, Math.PI)
      const slopes = positive(b, b.slice(raw, 2 * bins, 3 * bins))
      return binsOf(b, sizes, Math.PI, slopeRows(b, b.concat([slopes, b.take(slopes, [0])], -1), bins))
    },
    ...rationalQuadraticPieces,
  })
  const within = (b: Builder, x: Node, map: (clamped: Node) => Transformed): Transformed => {
    const { value, logSlope } = map(clamp(b, x))
    const onCircle = b.select(b.equal(x, x), logSlope ?? 0, x) // what is not a number stays so
    return { value, logSlope: b.select(b.less(Math.PI, b.abs(x)), -Infinity, onCircle) }
  }
  return {
    width: spline.width,
    forward: (b, raw, z) =>
      within(b, z, (clamped) => {
        const { value, logSlope } = spline.forward(b, raw, clamped)
        return { value: wrap(b, b.add(value, part(b, raw, 3 * bins))), logSlope }
      }),
    inverse: (b, raw, x) =>
      within(b, x, (clamped) => {
        const { value, logSlope } = spline.inverse(b, raw, wrap(b, b.sub(clamped, part(b, raw, 3 * bins))))
        return { value: clamp(b, value), logSlope } // rounding may put the last place of a bin beyond π
      }),
  }
}

const clamp = (b: Builder, x: Node): Node => b.min(b.max(x, -Math.PI), Math.PI)

/** An angle less the whole turns in it; in [−π, π] even where rounding has it beyond. */
const wrap = (b: Builder, angle: Node): Node => {
  const turns = b.floor(b.mul(b.add(angle, Math.PI), 0.5 / Math.PI))
  return clamp(b, b.sub(angle, b.mul(turns, 2 * Math.PI)))
}
