import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'

/** −1 below 0 and 1 from 0 on, so that |x| = side·x has a slope at 0 as well. */
export const side = (b: Builder, x: Node): Node => b.select(b.less(x, 0), -1, 1)

/** Where `growth` leaves the exponential for its tangent. e^75 ≈ 4·10³² leaves single precision room for a factor 10⁵. */
export const steepest = 75

/** e^x up to x = 75 and its tangent from there on, so that no ordinary x overflows; still increasing. */
export function growth(b: Builder, x: Node): Node {
  return b.mul(b.exp(b.min(x, steepest)), b.add(b.max(0, b.sub(x, steepest)), 1))
}

/** arsinh a for a ≥ 0. */
export function arsinh(b: Builder, a: Node): Node {
  const square = b.square(a)
  // √(1 + a²) − 1 = a² / (1 + √(1 + a²)), free of cancellation
  return b.log1p(b.add(a, b.div(square, b.add(b.sqrt(b.add(square, 1)), 1))))
}

/** ln cosh a + ln 2, without overflow. */
export const logCosh = (b: Builder, a: Node): Node => b.add(a, b.softplus(b.mul(-2, a)))

/** artanh a for |a| < 1. */
export const artanh = (b: Builder, a: Node): Node => b.mul(0.5, b.sub(b.log1p(a), b.log1p(b.neg(a))))

/** ln(1 − tanh² a), without cancellation: 2 (ln 2 − a − softplus(−2a)). */
export const logSech2 = (b: Builder, a: Node): Node => b.mul(2, b.sub(Math.LN2, logCosh(b, a)))

/** sinh a, accurate near 0. */
export function sinh(b: Builder, a: Node): Node {
  const sign = side(b, a)
  const grown = b.expm1(b.mul(sign, a))
  return b.mul(sign, b.mul(0.5, b.add(grown, b.div(grown, b.add(grown, 1)))))
}
