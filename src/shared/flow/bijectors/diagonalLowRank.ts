import type { BijectorDefinition, TraceContext } from '../bijector'
import { gaussian, zeros } from '../initial'
import { applyMatrix, diagonalMatrix, identity, masked } from '../linear/matrix'
import { positive } from '../positive'
import { numberSetting } from '../settings'

/** ‖w‖² is not taken smaller than this, so that w = 0 divides nothing by zero. */
const leastSquare = 1e-12

/**
 * x = diag(d) M z + b on ℝᴰ, M = (I + û₁w₁ᵀ) ⋯ (I + û_K w_Kᵀ): a diagonal matrix and one of rank K, invertible for all
 * parameters since every factor is. Lu & Huang 2020 (arXiv:2002.12229) have flows of I + UV with U and V free, which
 * training may make singular. As for `planar` (Rezende & Mohamed 2015, arXiv:1505.05770, appendix A.1), û = u + (m(wᵀu) −
 * wᵀu) w/‖w‖² with m = `positive` − 1 keeps wᵀû > −1. With U and W [K, D] holding û and w as rows and C = W Uᵀ,
 *
 *   M = I + Uᵀ N⁻¹ W, N = I − (C above its diagonal),   M⁻¹ = I − Uᵀ T⁻¹ W, T = I + (C on and below its diagonal),
 *
 * the latter by Woodbury's formula, as T = N + C; both are triangular. By the determinant lemma (Harville 1997),
 * log|det ∂x/∂z| = Σ ln d_i + Σ ln T_kk, T_kk = 1 + w_kᵀû_k = positive(w_kᵀu_k).
 *
 * `u` [K, D], 0 at the start; `w` [K, D], N(0, 1/D) at the start; `diagonal` [D], d = positive(·); `bias` b [D]; both 0 at
 * the start, which is the identity.
 */
export const diagonalLowRank: BijectorDefinition = {
  type: 'diagonal-low-rank',
  create: (settings, dims) => {
    const rank = numberSetting(settings, 'rank')
    const pieces = ({ b, parameter }: TraceContext) => {
      const [u, W] = [parameter('u'), parameter('w')]
      const d = positive(b, parameter('diagonal'))
      const along = b.sum(b.mul(u, W), [-1])
      const pivots = positive(b, along)
      const push = b.div(b.sub(b.sub(pivots, 1), along), b.max(b.sum(b.square(W), [-1]), leastSquare))
      const U = b.add(u, b.mul(b.reshape(push, [rank, 1]), W))
      const C = b.matmul(W, U, { transposeB: true })
      return { d, pivots, U, W, C, logDet: b.add(b.sum(b.log(d)), b.sum(b.log(pivots))) }
    }
    return {
      parameters: [
        zeros('u', [rank, dims]),
        gaussian('w', [rank, dims], 1 / Math.sqrt(dims)),
        zeros('diagonal', [dims]),
        zeros('bias', [dims]),
      ],
      forwardAndLogDet: (context, z) => {
        const { b, parameter } = context
        const { d, U, W, C, logDet } = pieces(context)
        const N = b.neg(masked(b, C, (i, j) => i < j)) // the solve takes its diagonal as 1
        const inner = b.triangularSolve(N, W, { lower: false, unit: true })
        const M = b.add(identity(b, dims), b.matmul(U, inner, { transposeA: true }))
        return { value: b.add(b.mul(applyMatrix(b, M, z), d), parameter('bias')), logDet }
      },
      inverseAndLogDet: (context, x) => {
        const { b, parameter } = context
        const { d, pivots, U, W, C, logDet } = pieces(context)
        // the pivots themselves, since 1 + w·û would lose digits near −1
        const T = b.add(
          masked(b, C, (i, j) => i > j),
          diagonalMatrix(b, pivots),
        )
        const back = b.sub(identity(b, dims), b.matmul(U, b.triangularSolve(T, W), { transposeA: true }))
        return { value: applyMatrix(b, back, b.div(b.sub(x, parameter('bias')), d)), logDet: b.neg(logDet) }
      },
    }
  },
}
