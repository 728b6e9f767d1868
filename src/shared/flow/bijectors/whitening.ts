import type { BijectorDefinition, ParameterSpec, TraceContext } from '../bijector'
import { zeros } from '../initial'
import { cholesky, invertLower, moments } from '../linear/cholesky'
import { applyMatrix, solveRows } from '../linear/matrix'
import { triangle, triangleSpecs } from '../linear/triangle'
import { booleanSetting } from '../settings'

/**
 * x = L z + m on ℝᴰ, L lower triangular with L_ii = e^{s_i}: Cholesky whitening (Kessy, Lewin & Strimmer 2015,
 * arXiv:1512.00809). log|det ∂x/∂z| = Σ s_i. The first batch sets m to its mean and L to the Cholesky factor of
 * its covariance, so that what leaves the block towards the base has mean 0 and covariance I. The paper factors the inverse
 * of the covariance, which takes the coordinates in the opposite order.
 *
 * `lower` [D(D−1)/2], the entries of L below its diagonal, row by row, none when D = 1; `logDiagonal` s [D]; `mean` m [D];
 * 0 until a batch sets them. With the setting `learned` off training holds them.
 */
export const whitening: BijectorDefinition = {
  type: 'whitening',
  create: (settings, dims) => {
    const held = !booleanSetting(settings, 'learned')
    const specs = [...triangleSpecs('lower', dims), zeros('logDiagonal', [dims]), zeros('mean', [dims])]
    const pieces = ({ b, parameter }: TraceContext) => {
      const s = parameter('logDiagonal')
      return { L: triangle(b, 'lower', dims, () => parameter('lower'), b.exp(s)), logDet: b.sum(s) }
    }
    return {
      parameters: specs.map((spec): ParameterSpec => ({ ...spec, ...(held && { held }) })),
      forwardAndLogDet: (context, z) => {
        const { b, parameter } = context
        const { L, logDet } = pieces(context)
        return { value: b.add(applyMatrix(b, L, z), parameter('mean')), logDet }
      },
      inverseAndLogDet: (context, x) => {
        const { b, parameter } = context
        const { L, logDet } = pieces(context)
        return { value: solveRows(b, L, b.sub(x, parameter('mean')), {}), logDet: b.neg(logDet) }
      },
      initialise: (batch, direction) => {
        const { mean, covariance } = moments(batch, dims)
        const factor = cholesky(covariance, dims)
        // inverse: L⁻¹ (x − m); forward: L z + m, with L⁻¹ for L and −L⁻¹ m for m
        const L = direction === 'inverse' ? factor : invertLower(factor, dims)
        const at = (i: number, j: number) => L[i * dims + j]
        const turned = mean.map((_, i) => -mean.reduce((sum, m, j) => sum + at(i, j) * m, 0))
        const below = Array.from({ length: dims }, (_, i) => Array.from({ length: i }, (_, j) => at(i, j))).flat()
        return new Map<string, Float64Array>([
          ...(dims > 1 ? ([['lower', Float64Array.from(below)]] as const) : []),
          ['logDiagonal', mean.map((_, i) => Math.log(at(i, i)))],
          ['mean', direction === 'inverse' ? mean : turned],
        ])
      },
    }
  },
}
