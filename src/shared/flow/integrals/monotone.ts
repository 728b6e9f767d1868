import { gaussLegendre } from '../../math/gaussLegendre'
import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import type { TraceContext } from '../bijector'
import { gaussian, zeros } from '../initial'
import { solveIncreasing, type Sloped } from '../solve/increasing'
import { part, type LearntTransformer } from '../transformers/transformer'

/** Brings [−B, B] to a root's 10⁻⁹ with room to spare; the last, differentiable step squares the error. */
const newtonSteps = 16

/** A quadrature too coarse for its integrand may slope down; the logarithm stays finite. */
const leastSlope = 1e-6

export interface MonotoneOptions {
  /** Hidden units H of the integrand. */
  readonly units: number
  /** Nodes Q of the quadrature. */
  readonly nodes: number
  /** Where the integral ends and a straight line goes on. */
  readonly bound: number
  /** c: the integrand lies in (e^−c, e^c). */
  readonly scaleBound: number
}

/**
 * The integral of a positive network, Wehenkel & Louppe 2019 (arXiv:1908.05164), x → z: z = β + ∫₀ˣ g(u; h) du with
 * g = exp(c·tanh(a / c)) in (e^−c, e^c), a(u; h) = α + Σ_j v_j tanh(w_j u + b_j + h_j). The paper ends its network with
 * ELU + 1 and integrates by Clenshaw–Curtis.
 *
 * The integral is Gauss–Legendre's with Q nodes r_q, Î(x) = x Σ_q w_q g(x r_q), and the slope is that of Î itself,
 * Σ_q w_q [g(x r_q) + x r_q g'(x r_q)], not g(x): the log-determinant is then that of the map as it is computed, however few the
 * nodes. Where they are too few for a steep g, Î need not increase. On [−B, B] only; beyond, the map goes on straight.
 *
 * x ← z by bracketed Newton on [−B, B] with the network in each step. Raw numbers: h_1 … h_H, α, β; with v = 0, as at the
 * start, zeros make the identity. Parameters: `integrand.weight` w, `integrand.bias` b, both N(0, 1) at the start, and
 * `integrand.out` v, 0 at the start, all [H].
 */
export function monotoneIntegral({ units, nodes, bound, scaleBound }: MonotoneOptions): LearntTransformer {
  const quadrature = gaussLegendre(nodes)
  const column = (b: Builder, values: readonly number[]) => b.constant(values, [nodes, 1])

  /** Î and its slope at x in [−B, B], of any shape [..., m] that `raw` [..., m, H + 2] fits. */
  const integralOf = ({ b, parameter }: TraceContext, raw: Node) => {
    const lead = raw.shape.slice(0, -1)
    const [w, v] = [parameter('integrand.weight'), parameter('integrand.out')]
    const offset = b.reshape(b.add(b.slice(raw, 0, units), parameter('integrand.bias')), [...lead, 1, units])
    const alpha = b.slice(raw, units, units + 1)
    const weights = b.constant(quadrature.weights, [nodes])
    return (x: Node): Sloped => {
      const at = b.mul(b.reshape(x, [...x.shape, 1, 1]), column(b, quadrature.nodes))
      const hidden = b.tanh(b.add(b.mul(at, w), offset))
      const bounded = b.tanh(b.mul(1 / scaleBound, b.add(b.sum(b.mul(hidden, v), [-1]), alpha)))
      const g = b.exp(b.mul(scaleBound, bounded))
      // u g'(u) = g · u a'(u) · (1 − tanh²(a / c)), with u a' = Σ v_j w_j u (1 − tanh²)
      const steep = b.sum(b.mul(b.sub(1, b.square(hidden)), b.mul(v, w)), [-1])
      const along = b.mul(b.reshape(at, at.shape.slice(0, -1)), b.mul(steep, b.sub(1, b.square(bounded))))
      return {
        value: b.mul(x, b.sum(b.mul(weights, g), [-1])),
        slope: b.max(b.sum(b.mul(weights, b.mul(g, b.add(1, along))), [-1]), leastSlope),
      }
    }
  }
  return {
    width: units + 2,
    parameters: [
      gaussian('integrand.weight', [units], 1),
      gaussian('integrand.bias', [units], 1),
      zeros('integrand.out', [units]),
    ],
    at: (context) => ({
      width: units + 2,
      inverse: (b, raw, x) => {
        const inside = b.min(b.max(x, -bound), bound)
        const { value, slope } = integralOf(context, raw)(inside)
        const beyond = b.mul(b.sub(x, inside), slope) // 0 inside
        return { value: b.add(b.add(value, beyond), part(b, raw, units + 1)), logSlope: b.log(slope) }
      },
      forward: (b, raw, z) => {
        const integral = integralOf(context, raw)
        const target = b.sub(z, part(b, raw, units + 1))
        const [lower, upper] = [-bound, bound].map((end) => b.fill(end, z.shape))
        const within = b.min(b.max(target, integral(lower).value), integral(upper).value)
        const minus = (x: Node): Sloped => {
          const { value, slope } = integral(x)
          return { value: b.sub(value, within), slope }
        }
        // wider than needed, so that a step to a root at an end may overshoot instead of halving its way there
        const bracket = { lower: b.mul(lower, 1.1), upper: b.mul(upper, 1.1) }
        const x = solveIncreasing(b, minus, bracket, newtonSteps)
        const { slope } = integral(x)
        return { value: b.add(x, b.div(b.sub(target, within), slope)), logSlope: b.neg(b.log(slope)) }
      },
    }),
  }
}
