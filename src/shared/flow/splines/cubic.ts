import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import type { Transformer } from '../transformers/transformer'
import { binsOf, relative, sharesOf, slopeRows } from './knots'
import { inBox, withIdentityTails } from './piecewise'

/** The end slopes stay this far inside (0, 3s), so that no slope of the map is zero. */
const leastEnd = 3e-3

/** The logit at which an end slope is s. */
const endOffset = Math.log((1 - leastEnd) / (2 - leastEnd))

/** Bisections alone reach 10⁻¹²; Newton's steps need about eight. */
const steps = 40

/**
 * The monotone cubic spline ℝ → ℝ with K bins on [−B, B] and the identity outside; Durkan et al. 2019 (arXiv:1906.02145,
 * sections 2.3 and A.1), there on [0, 1] between a sigmoid and its inverse. With s = h / w and slopes p = d_k / s,
 * q = d_{k+1} / s at its ends, a bin's rise is h g(θ), g(θ) = (p + q − 2) θ³ + (3 − 2p − q) θ² + pθ. Slopes are continuous
 * inside the box; at ±B they jump to 1.
 *
 * Inner slopes are Steffen's (1990): 2 min(s_{k−1}, s_k, ½ (w_k s_{k−1} + w_{k−1} s_k) / (w_{k−1} + w_k)), so that p and q are
 * at most 2. The end slopes are s (0.003 + 2.994 σ(raw + ln(0.997 / 1.997))). With at most one of p, q over 2, and that
 * below 3, g increases. x → z finds θ in [0, 1] by bracketed Newton, g(0) = 0 and g(1) = 1; the paper takes the root in
 * closed form.
 *
 * Raw numbers: K widths and K heights, by `sharesOf`; the first and the last slope.
 */
export const cubic = (bins: number, bound: number): Transformer =>
  withIdentityTails(
    inBox({
      width: 2 * bins + 2,
      knots: (b, raw) => {
        const lead = raw.shape.slice(0, -1)
        const sizes = sharesOf(b, b.reshape(b.slice(raw, 0, 2 * bins), [...lead, 2, bins]), bins, bound)
        const [w, h] = [0, 1].map((k) => b.reshape(b.take(sizes, [k], -2), [...lead, bins]))
        const slopes = b.concat(knotSlopes(b, w, b.div(h, w), raw), -1)
        return binsOf(b, sizes, bound, slopeRows(b, slopes, bins))
      },
      evaluate: (b, bin, theta) => {
        const { s, p, q } = relative(b, bin)
        const rest = b.sub(1, theta)
        const middle = b.mul(b.sub(b.sub(3, p), q), b.mul(2, b.mul(theta, rest)))
        const slope = b.add(b.add(b.mul(p, b.square(rest)), middle), b.mul(q, b.square(theta)))
        return { share: rise(b, theta, p, q), logSlope: b.add(b.log(s), b.log(slope)) }
      },
      solve: (b, bin, rho) => {
        const { p, q } = relative(b, bin)
        return b.root(
          (inner, theta, [p, q, share]) => inner.sub(rise(inner, theta, p, q), share),
          { lower: b.fill(0, rho.shape), upper: b.fill(1, rho.shape) },
          [p, q, rho],
          steps,
        )
      },
    }),
    bound,
  )

/** g(θ). */
const rise = (b: Builder, theta: Node, p: Node, q: Node): Node => {
  const [cube, square] = [b.sub(b.add(p, q), 2), b.sub(b.sub(3, b.mul(2, p)), q)]
  return b.mul(theta, b.add(p, b.mul(theta, b.add(square, b.mul(theta, cube)))))
}

/** First, inner and last slopes, [..., 1], [..., K − 1] and [..., 1]. */
function knotSlopes(b: Builder, w: Node, s: Node, raw: Node): [Node, Node, Node] {
  const bins = w.shape[w.shape.length - 1]
  const [before, after] = [(x: Node) => b.slice(x, 0, bins - 1), (x: Node) => b.slice(x, 1, bins)]
  const mixed = b.add(b.mul(after(w), before(s)), b.mul(before(w), after(s)))
  const parabola = b.div(b.mul(mixed, 0.5), b.add(before(w), after(w)))
  const inner = b.mul(2, b.min(b.min(before(s), after(s)), parabola))
  const end = (k: number, bin: number) => {
    const share = b.sigmoid(b.add(b.take(raw, [2 * bins + k]), endOffset))
    return b.mul(b.take(s, [bin]), b.add(b.mul(share, 3 - 2 * leastEnd), leastEnd))
  }
  return [end(0, 0), inner, end(1, bins - 1)]
}
