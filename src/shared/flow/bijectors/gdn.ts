import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import { FlowError, type BijectorDefinition, type TraceContext } from '../bijector'
import { zeros } from '../initial'
import { eliminate } from '../linear/dominant'
import { positive } from '../positive'
import { numberSetting } from '../settings'

/** Every point needs the elimination of a D × D system of its own, unrolled. */
const mostDims = 16

/** Row sums of I − diag(z²) γ stay above this in all the box [−r, r]ᴰ, so that no point comes near a singular one. */
const leastExcess = 1e-3

/**
 * Generalised divisive normalisation (Ballé et al. 2015, arXiv:1511.06281; exponents 2 and ½, no linear stage): x → z
 * is z_i = x_i / √s_i, s_i = β_i + Σ_j γ_ij x_j², from ℝᴰ onto a part of it.
 * log|det ∂z/∂x| = −½ Σ ln s_i + ln det(I − diag(1/s) γ diag(x²)).
 *
 * z → x solves (I − diag(z²) γ) u = diag(z²) β for u = x², and x_i = z_i √(β_i + Σ γ_ij u_j). It exists where this
 * matrix is a nonsingular M-matrix: for all z with Σ_j γ_ij z_i² < 1 in every row, and up to an edge beyond. Rows of γ
 * sum to at most (1 − 10⁻³) / r², so that every z of [−r, r]ᴰ has its x. Beyond the edge the x of the nearest point of
 * the box is given, with log|det| −∞.
 *
 * `floor` [D] gives β = `positive`; `pool` [D, D] gives γ = (1 − 10⁻³) r⁻² softmax over each row and a further 0, which
 * is dropped. Zeros at the start: β = 1 and γ all equal, nearly the identity where |z| is much less than r.
 */
export const gdn: BijectorDefinition = {
  type: 'gdn',
  create: (settings, dims) => {
    if (dims > mostDims)
      throw new FlowError(
        `the flow has ${dims} dimensions, expected at most ${mostDims}: each point takes a linear system of that size. ` +
          'Use a coupling instead.',
      )
    const reach = numberSetting(settings, 'reach')
    const pieces = ({ b, parameter }: TraceContext) => {
      const logits = b.concat([parameter('pool'), b.fill(0, [dims, 1])], -1)
      const gamma = b.mul((1 - leastExcess) / reach ** 2, b.slice(b.softmax(logits), 0, dims))
      return { beta: positive(b, parameter('floor')), gamma }
    }
    return {
      parameters: [zeros('floor', [dims]), zeros('pool', [dims, dims])],
      forwardAndLogDet: (context, z) => {
        const { b } = context
        const { beta, gamma } = pieces(context)
        const systemOf = (z: Node) => {
          const square = b.square(z)
          const off = b.mul(b.reshape(square, [...square.shape, 1]), gamma)
          return { off, excess: b.sub(1, b.sum(off, [-1])), right: b.mul(square, beta) }
        }
        const inside = allPositive(b, eliminate(b, systemOf(b.stopGradient(z))).pivots)
        const boxed = b.max(b.min(z, reach), -reach)
        // keeps the unused system regular, so that its gradient is not NaN
        const safe = b.select(b.reshape(inside, [...inside.shape, 1]), z, boxed)
        const { pivots, solution } = eliminate(b, systemOf(safe))
        const s = b.add(b.matmul(solution, gamma, { transposeB: true }), beta)
        const logDet = b.sub(b.mul(0.5, b.sum(b.log(s), [-1])), b.sum(b.log(pivots), [-1]))
        return { value: b.mul(safe, b.sqrt(s)), logDet: b.select(inside, logDet, -Infinity) }
      },
      inverseAndLogDet: (context, x) => {
        const { b } = context
        const { beta, gamma } = pieces(context)
        const square = b.square(x)
        const s = b.add(b.matmul(square, gamma, { transposeB: true }), beta)
        const excess = b.div(beta, s)
        const weights = b.div(gamma, b.reshape(s, [...s.shape, 1]))
        const off = b.mul(weights, b.reshape(square, [square.shape[0], 1, dims]))
        const { pivots } = eliminate(b, { off, excess, right: square })
        return {
          value: b.div(x, b.sqrt(s)),
          logDet: b.sub(b.sum(b.log(pivots), [-1]), b.mul(0.5, b.sum(b.log(s), [-1]))),
        }
      },
    }
  },
}

/** Whether all entries of each row are positive; NaN is not. */
function allPositive(b: Builder, x: Node): Node {
  return b.equal(b.maxReduce(b.select(b.less(0, x), 0, 1), [-1]), 0)
}
