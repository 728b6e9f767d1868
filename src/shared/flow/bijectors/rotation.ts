import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import type { BijectorDefinition, TraceContext } from '../bijector'
import { zeros } from '../initial'
import { exponential } from '../linear/exponential'
import { applyMatrix, applyTransposed, identity, offDiagonalCount, spread } from '../linear/matrix'

/**
 * x = Q z on ℝᴰ, Q = e^{A − Aᵀ} with A strictly lower triangular: every rotation about the origin has such a logarithm
 * (Lezcano-Casado & Martínez-Rubio 2019, arXiv:1901.08428). The inverse is Qᵀ and log|det ∂x/∂z| = 0.
 *
 * `angles` [D(D−1)/2], the entries of A below its diagonal, row by row, in radians, none when D = 1; 0 at the start, the
 * identity. For D = 2 the angle turns counter-clockwise: A₁₀ = φ gives Q = (cos φ, −sin φ; sin φ, cos φ).
 */
export const rotation: BijectorDefinition = {
  type: 'rotation',
  create: (_settings, dims) => {
    const matrix = ({ b, parameter }: TraceContext): Node => {
      const angles = parameter('angles')
      return dims === 2 ? planeRotation(b, angles) : orthogonalised(b, exponential(b, skew(b, angles, dims)))
    }
    return {
      parameters: dims > 1 ? [zeros('angles', [offDiagonalCount(dims)])] : [],
      forwardAndLogDet: (context, z) => ({
        value: dims > 1 ? applyMatrix(context.b, matrix(context), z) : z,
        logDet: context.b.scalar(0),
      }),
      inverseAndLogDet: (context, x) => ({
        value: dims > 1 ? applyTransposed(context.b, matrix(context), x) : x,
        logDet: context.b.scalar(0),
      }),
    }
  },
}

function skew(b: Builder, angles: Node, dims: number): Node {
  const A = spread(b, angles, dims, (i, j) => i > j)
  return b.sub(A, b.transpose(A))
}

/** (cos φ, −sin φ; sin φ, cos φ) from φ [1]. */
function planeRotation(b: Builder, angle: Node): Node {
  const [c, s] = [b.cos(angle), b.sin(angle)]
  return b.reshape(b.concat([c, b.neg(s), s, c], 0), [2, 2])
}

/** One step Q (3I − QᵀQ)/2 towards the nearest orthogonal matrix, which squares what the series is off by. */
function orthogonalised(b: Builder, Q: Node): Node {
  const gram = b.matmul(Q, Q, { transposeA: true })
  return b.matmul(Q, b.mul(b.sub(b.mul(identity(b, Q.shape[0]), 3), gram), 0.5))
}
