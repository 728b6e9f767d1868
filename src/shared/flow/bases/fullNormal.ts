import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import type { BaseDefinition } from '../bijector'
import { zeros } from '../initial'
import { moments } from '../moments'
import { positive, positiveNumber, rawOfPositive } from '../positive'

/**
 * The normal N(m, L Lᵀ) on ℝᴰ with learnt m and L lower triangular, L_ii = 10⁻³ + softplus(·) > 0:
 * log p(z) = −½ ‖L⁻¹(z − m)‖² − Σ ln L_ii − D/2 ln 2π. Mean and deviations start as those of the first batch.
 *
 * `mean` m [D], free; `lower` [D(D−1)/2], the entries of L below its diagonal, row by row; `diagonal` [D], see `positive`.
 * Zeros until a batch sets them: N(0, I).
 */
export const fullNormal: BaseDefinition = {
  type: 'full-normal',
  create: (_settings, dims) => ({
    parameters: [
      zeros('mean', [dims]),
      ...(dims > 1 ? [zeros('lower', [(dims * (dims - 1)) / 2])] : []),
      zeros('diagonal', [dims]),
    ],
    logDensity: ({ b, parameter }, z) => {
      const diagonal = positive(b, parameter('diagonal'))
      const factor = lowerTriangle(b, diagonal, dims > 1 ? parameter('lower') : null)
      const noise = b.triangularSolve(factor, b.transpose(b.sub(z, parameter('mean'))))
      const constant = b.add(b.sum(b.log(diagonal)), (dims / 2) * Math.log(2 * Math.PI))
      return b.sub(b.mul(-0.5, b.sum(b.square(noise), [0])), constant)
    },
    sample: (random, n, values) => {
      const [mean, diagonal] = [values('mean'), values('diagonal').map(positiveNumber)]
      const lower = dims > 1 ? values('lower') : new Float64Array()
      const rows = new Float64Array(n * dims)
      for (let row = 0; row < n; row++) {
        const noise = Float64Array.from({ length: dims }, () => random.normal())
        for (let i = 0, at = 0; i < dims; i++) {
          let value = mean[i] + diagonal[i] * noise[i]
          for (let j = 0; j < i; j++) value += lower[at++] * noise[j]
          rows[row * dims + i] = value
        }
      }
      return rows
    },
    traceSample: ({ b, parameter }, noise) => {
      const factor = lowerTriangle(b, positive(b, parameter('diagonal')), dims > 1 ? parameter('lower') : null)
      return b.add(parameter('mean'), b.matmul(noise('draw', dims, 'normal'), factor, { transposeB: true }))
    },
    initialise: (batch) => {
      const { mean, deviation } = moments(batch, dims)
      return new Map([
        ['mean', mean],
        ['diagonal', deviation.map(rawOfPositive)],
      ])
    },
  }),
}

/** L [D, D] of its diagonal and, row by row, what is below. */
function lowerTriangle(b: Builder, diagonal: Node, below: Node | null): Node {
  const dims = diagonal.shape[0]
  const all = Array.from({ length: dims * dims }, (_, at) => at)
  const spread = (entries: Node, here: (i: number, j: number) => boolean) => {
    const places = all.filter((at) => here(Math.floor(at / dims), at % dims))
    return b.put(entries, places, dims * dims)
  }
  const onDiagonal = spread(diagonal, (i, j) => i === j)
  return b.reshape(below ? b.add(onDiagonal, spread(below, (i, j) => i > j)) : onDiagonal, [dims, dims]) // prettier-ignore
}
