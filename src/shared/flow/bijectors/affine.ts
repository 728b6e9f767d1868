import type { BijectorDefinition, TraceContext } from '../bijector'
import { seenContext } from '../conditioners/conditioner'
import { movedByContext } from '../conditioners/moved'
import { zeros } from '../initial'

/** A context far from all others must not make a scale overflow. */
const bound = 8

/**
 * x = e^s ⊙ z + t on ℝᴰ, with one scale and shift per coordinate: the scale of NICE (Dinh et al. 2014,
 * arXiv:1410.8516, section 3.3), there next to z, with a shift. log|det ∂x/∂z| = Σ s_i.
 *
 * `logScale` s [D] and `shift` t [D], both free and 0 at the start. A context moves them (`movedByContext`), and the
 * log-scale is then 8 tanh(s / 8).
 */
export const affine: BijectorDefinition = {
  type: 'affine',
  create: (settings, dims, contextDims = 0) => {
    const moved = movedByContext(settings, contextDims, [zeros('logScale', [dims]), zeros('shift', [dims])])
    const isMoved = seenContext(settings, contextDims) > 0
    const pieces = (context: TraceContext) => {
      const { b } = context
      const s = moved.of(context, 'logScale')
      return { s: isMoved ? b.mul(bound, b.tanh(b.mul(s, 1 / bound))) : s, t: moved.of(context, 'shift') }
    }
    return {
      parameters: moved.parameters,
      forwardAndLogDet: (context, z) => {
        const { b } = context
        const { s, t } = pieces(context)
        return { value: b.add(b.mul(z, b.exp(s)), t), logDet: b.sum(s, [-1]) }
      },
      inverseAndLogDet: (context, x) => {
        const { b } = context
        const { s, t } = pieces(context)
        const minusS = b.neg(s)
        return { value: b.mul(b.sub(x, t), b.exp(minusS)), logDet: b.sum(minusS, [-1]) }
      },
    }
  },
}
