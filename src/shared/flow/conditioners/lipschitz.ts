import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import type { ParameterSpec, TraceContext } from '../bijector'
import { constant, gaussian, orthogonal, uniform, zeros } from '../initial'
import { positive, rawOfPositive } from '../positive'

/** Squarings of the Gram matrix: 64 equal singular values are then overestimated by 64^(1/64), 7 %. */
const squarings = 4

/** Below this a squared norm counts as zero, so that its logarithm and slope stay finite. */
const leastSquare = 1e-30

/**
 * An upper bound of ln ‖W‖₂ that is never exceeded: Gram iteration (Delattre et al. 2023, arXiv:2305.16173). With
 * G₀ = WᵀW / ‖WᵀW‖_F and G_{k+1} = G_k² / ‖G_k²‖_F, where f_k are the norms divided by, ‖W‖₂ ≤ exp(½ Σ 2⁻ᵏ ln f_k).
 */
export function logSpectralBound(b: Builder, weight: Node): Node {
  const wide = weight.shape[0] < weight.shape[1]
  let gram = b.matmul(weight, weight, { transposeA: !wide, transposeB: wide })
  let total = b.scalar(0)
  for (let k = 0; ; k++) {
    const logNorm = b.mul(0.5, b.log(b.max(b.sum(b.square(gram)), leastSquare)))
    total = b.add(total, b.mul(0.5 ** (k + 1), logNorm))
    if (k === squarings) return total
    const scaled = b.mul(gram, b.exp(b.neg(logNorm)))
    gram = b.matmul(scaled, scaled)
  }
}

/**
 * A layer of W units that keeps lengths makes of standardised data sums of about 1/√W each. Hidden biases start in
 * U(−1.5, 1.5) of that, which spreads the bends of the units over the data, and β at 2√W, which makes a bend half as wide:
 * in wider ones the units would be straight lines.
 */
const [biasSpread, firstBend] = [1.5, 2]

export interface LipschitzOptions {
  readonly width: number
  /** Hidden layers. */
  readonly depth: number
  /** The network's Lipschitz constant is at most this. */
  readonly bound: number
  /** Numbers of context that move the first hidden layer; none when left out. */
  readonly contextDims?: number
}

export interface LipschitzNetwork {
  readonly parameters: readonly ParameterSpec[]
  /** The network with its weights brought below their bounds, to be applied as often as needed. */
  bind(context: TraceContext): (x: Node) => Node
}

/**
 * g: ℝᴰ → ℝᴰ with ‖g(x) − g(y)‖ ≤ c‖x − y‖: a perceptron of `depth` hidden layers h ← s(h W̃ + b), then h W̃ + b. Every
 * weight is shrunk to a spectral norm of at most κ = c^{1/(depth + 1)}, W̃ = W min(1, κ / ‖W‖₂) (Behrmann et al. 2018,
 * arXiv:1811.00995, section 2.1, where κ is c itself), with the bound above for ‖W‖₂ in place of their power iteration,
 * which may fall short of it. s is LipSwish, s(a) = a σ(βa) / 1.1, whose slope never exceeds 1 (Chen et al. 2019,
 * arXiv:1906.02735, section 3.3).
 *
 * Hidden weights start orthogonal: all singular values are then at the bound, and nothing that passes is lost to it.
 *
 * Parameters: `layer<i>.weight`, `layer<i>.bias` and `layer<i>.beta` [], β = `positive`; `output.weight` and `output.bias`,
 * zero at the start, where g = 0. With a context c the first hidden layer has c U added to its bias, U = `context.weight`
 * [C, width], standard normal at the start: g may depend on c as steeply as it likes.
 */
export function lipschitzNetwork(
  dims: number,
  { width, depth, bound, contextDims = 0 }: LipschitzOptions,
): LipschitzNetwork {
  const logKappa = Math.log(bound) / (depth + 1)
  const names = [...Array.from({ length: depth }, (_, i) => `layer${i + 1}`), 'output']
  const parameters = names.flatMap((name, i) => {
    const [inputs, outputs] = [i === 0 ? dims : width, i === depth ? dims : width]
    return i === depth
      ? [zeros(`${name}.weight`, [inputs, outputs]), zeros(`${name}.bias`, [outputs])]
      : [
          orthogonal(`${name}.weight`, [inputs, outputs]),
          uniform(`${name}.bias`, [outputs], biasSpread / Math.sqrt(width)),
          constant(`${name}.beta`, [], rawOfPositive(firstBend * Math.sqrt(width))),
        ]
  })
  return {
    parameters: contextDims > 0 ? [...parameters, gaussian('context.weight', [contextDims, width], 1)] : parameters,
    bind: ({ b, parameter, context }) => {
      const layers = names.map((name) => {
        const weight = parameter(`${name}.weight`)
        const shrink = b.exp(b.min(b.sub(logKappa, logSpectralBound(b, weight)), 0))
        return { weight: b.mul(weight, shrink), bias: parameter(`${name}.bias`) }
      })
      if (contextDims > 0 && context)
        layers[0].bias = b.add(layers[0].bias, b.matmul(context, parameter('context.weight')))
      const slopes = names.slice(0, depth).map((name) => positive(b, parameter(`${name}.beta`)))
      return (x) =>
        layers.reduce((h, { weight, bias }, i) => {
          const a = b.add(b.matmul(h, weight), bias)
          return i === depth ? a : b.mul(b.mul(a, 1 / 1.1), b.sigmoid(b.mul(a, slopes[i])))
        }, x)
    },
  }
}
