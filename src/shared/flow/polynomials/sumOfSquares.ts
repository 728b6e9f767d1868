import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import { range } from '../../tensor/ir/range'
import { pinned } from '../pinned'
import { part, type Transformer } from '../transformers/transformer'
import { binomial, horner } from './horner'

/** No slope falls below this. */
export const leastSlope = 1e-3

/** [−1, 1] is brought to a root's 10⁻¹⁶ by Newton's steps, with bisection where the slope is near its least. */
const newtonSteps = 40

/**
 * The sum-of-squares polynomial of Jaini et al. 2019 (arXiv:1905.02325, theorem 2), c + ∫ Σ_k (Σ_l a_kl u^l)² du from 0 to
 * z there, as the paper maps z → x. Here it is x → z, and so:
 * z = β + ∫₀ˣ g(u/B) du with g(t) = ε + (1 − ε) (1/K) Σ_k p_k(t)², p_k(t) = 1 + Σ_{j=0…L} a_kj (t − m_k)^j, ε = 10⁻³.
 * Its degree is 2L + 1 on [−B, B]; beyond, it goes on straight with the slope it has at ±B. A polynomial would grow there
 * as x^{2L+1}, out of float32. Value and slope are continuous.
 *
 * The K polynomials are developed about midpoints m_k of their own, spread over (−1, 1): at a = 0 all are alike, and with
 * one midpoint they would stay so, as their gradients would be equal.
 *
 * x ← z solves the polynomial for t in [−1, 1] by bracketed Newton; outside it is a division. Raw numbers: a_10 … a_1L,
 * a_20 …, then β; zeros make the identity.
 */
export function sumOfSquares(polynomials: number, degree: number, bound: number): Transformer {
  const terms = degree + 1
  const recentre = recentring(polynomials, terms)
  const shapesOf = (b: Builder, raw: Node) => {
    const lead = raw.shape.slice(0, -1)
    const a = b.reshape(b.slice(raw, 0, polynomials * terms), [...lead, polynomials, terms, 1])
    const monomials = b.sum(b.mul(a, b.constant(recentre, [polynomials, terms, terms])), [-2])
    // [..., K, L + 1]: each p_k by powers of t
    const p = b.add(
      monomials,
      b.constant(
        Array.from({ length: terms }, (_, i) => (i === 0 ? 1 : 0)),
        [terms],
      ),
    )
    return { p, primitive: primitiveOf(b, p, polynomials), shift: part(b, raw, polynomials * terms) }
  }
  const slopeAt = (b: Builder, p: Node, t: Node) => {
    const coefficients = range(0, terms).map((i) => b.reshape(b.take(p, [i]), p.shape.slice(0, -1)))
    const values = b.add(horner(b, coefficients, b.reshape(t, [...t.shape, 1])), 0)
    return b.add(b.mul(b.sum(b.square(values), [-1]), (1 - leastSlope) / polynomials), leastSlope)
  }
  return {
    width: polynomials * terms + 1,
    inverse: (b, raw, x) => {
      const { p, primitive, shift } = shapesOf(b, raw)
      const t = b.min(b.max(b.mul(x, 1 / bound), -1), 1)
      const slope = slopeAt(b, p, t)
      const inside = b.mul(horner(b, [0, ...primitive], t), bound)
      const beyond = b.mul(b.sub(x, b.mul(t, bound)), slope) // 0 inside
      const untouched = b.equal(b.maxReduce(b.abs(raw), [-1]), 0)
      return { value: pinned(b, b.add(b.add(inside, beyond), shift), untouched, x), logSlope: b.log(slope) }
    },
    forward: (b, raw, z) => {
      const { p, primitive, shift } = shapesOf(b, raw)
      const target = b.mul(b.sub(z, shift), 1 / bound)
      const ends = [-1, 1].map((end) => b.add(horner(b, [0, ...primitive], b.fill(end, z.shape)), 0))
      const within = b.min(b.max(target, ends[0]), ends[1])
      const t = b.root(
        (inner, t, [y, ...coefficients]) => inner.sub(horner(inner, [0, ...coefficients], t), y),
        { lower: b.fill(-1, z.shape), upper: b.fill(1, z.shape) },
        [within, ...primitive],
        newtonSteps,
      )
      const slope = slopeAt(b, p, t)
      const beyond = b.div(b.sub(target, within), slope)
      return { value: b.mul(b.add(t, beyond), bound), logSlope: b.neg(b.log(slope)) }
    },
  }
}

/** Coefficients of t, t², … in ∫₀ᵗ g: those of g = ε + (1 − ε) (1/K) Σ p_k², each divided by its power. */
function primitiveOf(b: Builder, p: Node, polynomials: number): Node[] {
  const terms = p.shape[p.shape.length - 1]
  const size = 2 * terms - 1
  // p_ki times all of p_k, summed over k, lands on the powers i … i + L
  const products = range(0, terms).map((i) => b.put(b.sum(b.mul(b.take(p, [i]), p), [-2]), range(i, i + terms), size))
  const squares = products.reduce((total, product) => b.add(total, product))
  const weights = range(0, size).map((n) => (1 - leastSlope) / polynomials / (n + 1))
  const least = range(0, size).map((n) => (n === 0 ? leastSlope : 0))
  const all = b.add(b.mul(squares, b.constant(weights, [size])), b.constant(least, [size]))
  return range(0, size).map((n) => part(b, all, n))
}

/** [K, L + 1, L + 1]: (t − m_k)^j by powers of t, for every k and j. */
function recentring(polynomials: number, terms: number): number[] {
  return range(0, polynomials).flatMap((k) => {
    const middle = (2 * k + 1) / polynomials - 1
    return range(0, terms).flatMap((j) =>
      range(0, terms).map((i) => (i > j ? 0 : binomial(j, i) * (-middle) ** (j - i))),
    )
  })
}
