import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import type { BijectorDefinition, TraceContext } from '../bijector'
import { movedByContext } from '../conditioners/moved'
import { gaussian, zeros } from '../initial'
import { direct } from '../pace'
import { positive } from '../positive'

/** Squared distances are not taken smaller than this, so that the root's slope is finite at the centre. */
const leastSquare = 1e-30

/**
 * Radial flow (Rezende & Mohamed 2015, arXiv:1505.05770, equation 14): x = z + β (z − z₀) / (α + r), r = ‖z − z₀‖, on
 * ℝᴰ. log|det ∂x/∂z| = (D − 1) ln(1 + β / (α + r)) + ln(1 + αβ / (α + r)²): D − 1 directions along the sphere, and one
 * outward.
 *
 * Invertible for α > 0 and β > −α (appendix A.2): α = `positive`(a), β = α (`positive`(s) − 1), which is 0 for s = 0. The
 * paper's own β = −α − 1 + softplus(·) may fall below −α.
 * x → z: R = ‖x − z₀‖ = r + βr / (α + r) makes r the positive root of r² + qr − αR = 0, q = α + β − R, and
 * z = z₀ + (x − z₀) (α + r) / (α + β + r).
 *
 * `centre` z₀ [D], N(0, 1) at the start; `radius` a [] and `strength` s [], 0 at the start, the identity.
 * A context moves them, see `movedByContext`.
 */
export const radial: BijectorDefinition = {
  type: 'radial',
  create: (settings, dims, contextDims = 0) => {
    const start = [gaussian('centre', [dims], 1), zeros('radius', []), zeros('strength', [])]
    const moved = movedByContext(settings, contextDims, start)
    const pieces = (context: TraceContext, from: Node) => {
      const { b } = context
      const alpha = positive(b, moved.of(context, 'radius'))
      const beta = b.mul(alpha, b.sub(positive(b, moved.of(context, 'strength')), 1))
      const arm = b.sub(from, moved.of(context, 'centre'))
      const length = b.sqrt(b.max(b.sum(b.square(arm), [-1]), leastSquare))
      return { alpha, beta, arm, length }
    }
    const logDet = (b: Builder, alpha: Node, beta: Node, r: Node) => {
      const reach = b.add(alpha, r)
      const along = b.log1p(b.div(beta, reach))
      const outward = b.log1p(b.div(b.mul(alpha, beta), b.square(reach)))
      return b.add(b.mul(dims - 1, along), outward)
    }
    return {
      parameters: direct(moved.parameters),
      forwardAndLogDet: (context, z) => {
        const { b } = context
        const { alpha, beta, arm, length: r } = pieces(context, z)
        const stretch = b.div(beta, b.add(alpha, r))
        return { value: b.add(z, b.mul(column(b, stretch), arm)), logDet: logDet(b, alpha, beta, r) }
      },
      inverseAndLogDet: (context, x) => {
        const { b } = context
        const { alpha, beta, arm, length } = pieces(context, x)
        const r = positiveRoot(b, b.sub(b.add(alpha, beta), length), b.mul(alpha, length))
        // z − x, with R − r = βr / (α + r)
        const shrink = b.div(beta, b.add(b.add(alpha, beta), r))
        return { value: b.sub(x, b.mul(column(b, shrink), arm)), logDet: b.neg(logDet(b, alpha, beta, r)) }
      },
    }
  },
}

/** The positive r with r² + qr = p, p ≥ 0, without cancellation; q and p are not both 0. */
function positiveRoot(b: Builder, q: Node, p: Node): Node {
  const root = b.sqrt(b.add(b.square(q), b.mul(4, p)))
  const falling = b.less(q, 0)
  const sum = b.add(b.abs(q), root)
  return b.select(falling, b.mul(0.5, sum), b.div(b.mul(2, p), sum))
}

/** [B] → [B, 1]. */
const column = (b: Builder, perRow: Node): Node => b.reshape(perRow, [...perRow.shape, 1])
