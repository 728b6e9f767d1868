import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import { range } from '../../tensor/ir/range'
import type { Transformer } from '../transformers/transformer'
import { binomial, homogeneousHorner } from './horner'

/** Least of the n increments, as a share of an equal one, so that no slope is 0. */
const leastShare = 1e-3

/** As many as bring [0, 1] to a root's 10⁻¹⁶, by Newton's steps or by halves. */
const newtonSteps = 40

/**
 * The Bernstein polynomial of degree n of Ramasinghe et al. 2021 (arXiv:2102.03509), x → z, on [−B, B] and the
 * identity outside: z = −B + 2B Σ_{k=1…n} δ_k Σ_{m=k…n} C(n, m) t^m (1 − t)^{n−m}, t = (x + B) / 2B, with increments δ_k > 0
 * that sum to 1. The first two and the last two are 1/n, which makes the slope 1 and the second derivative 0 at ±B: the
 * map is twice continuously differentiable everywhere. Its slope is n Σ_k δ_{k+1} C(n − 1, k) t^k (1 − t)^{n−1−k}.
 *
 * x ← z solves the polynomial for t by bracketed Newton. Raw numbers: n − 4, whose softmax shares out the rest among the
 * inner increments, each at least 10⁻³/n; zeros make all increments 1/n, the identity.
 */
export function bernstein(degree: number, bound: number): Transformer {
  const inner = degree - 4
  /**
   * Coefficients in t^k (1 − t)^{n−k} of the rise over −B, as a share of 2B, of what it exceeds t by, and in
   * t^k (1 − t)^{n−1−k} of the slope.
   */
  const coefficients = (b: Builder, raw: Node) => {
    const edges = (value: number) => b.fill(value, [...raw.shape.slice(0, -1), 2])
    const least = leastShare / degree
    const free = inner / degree - inner * least
    const softmax = b.softmax(raw)
    const increments = b.concat([edges(1 / degree), b.add(b.mul(softmax, free), least), edges(1 / degree)], -1)
    const excesses = b.concat([edges(0), b.mul(b.sub(softmax, 1 / inner), free), edges(0)], -1)
    const scaled = (values: Node, weights: readonly number[]) => b.mul(values, b.constant(weights, [weights.length]))
    const over = (n: number, from: number) => range(from, n + 1).map((k) => binomial(n, k))
    const summed = (steps: Node) =>
      b.concat([b.fill(0, [...raw.shape.slice(0, -1), 1]), scaled(b.cumsum(steps, -1), over(degree, 1))], -1)
    return {
      rise: summed(increments),
      excess: summed(excesses),
      slope: scaled(
        increments,
        over(degree - 1, 0).map((c) => degree * c),
      ),
    }
  }
  const toShare = (b: Builder, x: Node) => b.mul(b.add(b.min(b.max(x, -bound), bound), bound), 1 / (2 * bound))
  const fromShare = (b: Builder, t: Node) => b.sub(b.mul(t, 2 * bound), bound)
  const logSlope = (b: Builder, slope: Node, t: Node) => b.log(b.sum(b.mul(slope, powers(b, t, degree - 1)), [-1]))
  return {
    width: inner,
    inverse: (b, raw, x) => {
      const { excess, slope } = coefficients(b, raw)
      const outside = b.less(bound, b.abs(x))
      const t = toShare(b, x)
      // x and what z exceeds it by, so that the identity is exactly that
      const beyond = b.mul(2 * bound, b.sum(b.mul(excess, powers(b, t, degree)), [-1]))
      return {
        value: b.add(x, b.select(outside, 0, beyond)),
        logSlope: b.select(outside, 0, logSlope(b, slope, t)),
      }
    },
    forward: (b, raw, z) => {
      const { rise, slope } = coefficients(b, raw)
      const outside = b.less(bound, b.abs(z))
      const t = b.root(
        (inner, t, [y, ...c]) => inner.sub(homogeneousHorner(inner, [inner.scalar(0), ...c], t), y),
        { lower: b.fill(0, z.shape), upper: b.fill(1, z.shape) },
        [toShare(b, z), ...range(1, degree + 1).map((k) => b.reshape(b.take(rise, [k]), rise.shape.slice(0, -1)))],
        newtonSteps,
      )
      return {
        value: b.select(outside, z, fromShare(b, t)),
        logSlope: b.select(outside, 0, b.neg(logSlope(b, slope, t))),
      }
    },
  }
}

/** t^k (1 − t)^{n−k} for k = 0 … n along a new last axis. */
function powers(b: Builder, t: Node, n: number): Node {
  const reversed = range(0, n + 1).map((k) => n - k)
  return b.mul(powersOf(b, t, n), b.take(powersOf(b, b.sub(1, t), n), reversed))
}

/** 1, t, t², … tⁿ, doubled in length until they are enough. */
function powersOf(b: Builder, t: Node, n: number): Node {
  let top = b.reshape(t, [...t.shape, 1])
  let all = b.concat([b.fill(1, top.shape), top], -1)
  for (let length = 2; length <= n; length *= 2) {
    top = b.square(top)
    all = b.concat([all, b.mul(all, top)], -1)
  }
  return all.shape[all.shape.length - 1] === n + 1 ? all : b.slice(all, 0, n + 1)
}
