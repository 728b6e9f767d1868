import type { Node } from '../../tensor/ir/program'
import { range } from '../../tensor/ir/range'
import type { TraceContext } from '../bijector'
import { gaussian } from '../initial'
import { direct } from '../pace'
import { bounded } from '../positive'
import { lessMost, sharedWeights, throughDense, type DenseLayer } from './denseLayer'
import { denseRoot } from './denseRoot'
import type { LearntTransformer } from './transformer'

/**
 * No rate leaves [e^−2, e²]. Very slow units make brackets that take many steps to close, and steep ones plateaus on which
 * float64 cannot tell points apart on the way back.
 */
const mostLogRate = 2

export interface DenseSigmoidOptions {
  /** K: sigmoids of each layer, and values between two layers. */
  readonly units: number
  /** L ≥ 2. */
  readonly layers: number
}

/**
 * The deep dense sigmoidal flow (Huang et al. 2018, arXiv:1804.00779) as a map x → z of one coordinate: h⁰ = x,
 * h^l = logit(w^l σ(a^l ⊙ u^l h^{l−1} + b^l)), z = h^L, with a > 0 and the rows of u ≥ 0 and w ≥ 0 summing to 1. Each
 * layer holds K sigmoids and hands K values on, the last one value, as the flow of one layer does. So h grows with x
 * throughout, and its slope is carried along as the logarithm of a product of positive matrices. z → x is a root.
 *
 * Raw numbers, layer after layer: w's [K], α [K] with a = e^{2 tanh(α / 2)}, a softplus in the authors’ code, b [K] and,
 * from the second layer on, u's [K]. Those of w and u add by columns to the logarithms of matrices that all coordinates
 * and points share: `layer<l>.out` [d, K] and, from the second on, `layer<l>.in` [K, K], N(0, 1) at the start. Zeros make
 * the identity whatever the matrices hold, since all units are then alike.
 */
export function denseSigmoid({ units, layers }: DenseSigmoidOptions): LearntTransformer {
  const numbers = (l: number) => (l === 0 ? 3 : 4) * units
  const starts = range(0, layers).map((l) => range(0, l).reduce((sum, before) => sum + numbers(before), 0))
  const width = starts[layers - 1] + numbers(layers - 1)

  const layersOf = ({ b, parameter }: TraceContext, raw: Node): DenseLayer[] =>
    starts.map((start, l) => {
      const piece = (i: number) => b.slice(raw, start + i * units, start + (i + 1) * units)
      const weights = (name: string, columns: Node) => ({
        shared: sharedWeights(b, parameter(`layer${l + 1}.${name}`)),
        logFactor: lessMost(b, columns),
      })
      const logRate = bounded(b, piece(1), mostLogRate)
      return {
        into: l === 0 ? null : weights('in', piece(3)),
        out: weights('out', piece(0)),
        rate: b.exp(logRate),
        logRate,
        offset: piece(2),
      }
    })

  return {
    width,
    parameters: direct(
      range(0, layers).flatMap((l) => [
        ...(l === 0 ? [] : [gaussian(`layer${l + 1}.in`, [units, units], 1)]),
        gaussian(`layer${l + 1}.out`, [l === layers - 1 ? 1 : units, units], 1),
      ]),
    ),
    at: (context) => ({
      width,
      inverse: (b, raw, x) => throughDense(b, layersOf(context, raw), x),
      forward: (b, raw, z) => {
        const all = layersOf(context, raw)
        const found = b.stopGradient(denseRoot(b, all, z))
        const { value, logSlope } = throughDense(b, all, found)
        // one more Newton step, which carries the implicit gradient
        const x = b.sub(found, b.div(b.sub(value, z), b.stopGradient(b.exp(logSlope!))))
        return { value: x, logSlope: b.neg(throughDense(b, all, x).logSlope!) }
      },
    }),
  }
}
