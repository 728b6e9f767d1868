import type { Settings } from '../../catalogue/types'
import { jvp } from '../../tensor/autodiff/jvp'
import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import type { BijectorDefinition, TraceContext } from '../bijector'
import { seenContext } from '../conditioners/conditioner'
import { lipschitzNetwork } from '../conditioners/lipschitz'
import { logDetSeries, type SeriesTerms } from '../linear/logDetSeries'
import { logDeterminant, solve } from '../linear/pivotFree'
import type { AskNoise } from '../noise'
import { choiceSetting, numberSetting } from '../settings'
import { fixedPoint } from '../solve/fixedPoint'

/** The fixed point is sought until its error is surely below this; Newton's method does the rest. */
const closeEnough = 1e-3
/** What must be left of the first error when the search ends for want of turns. */
const leastProgress = 1e-6
/** Each squares the error, 10⁻³ → 10⁻¹². The last carries the gradient. */
const newtonSteps = 3

/**
 * Invertible residual block (Behrmann et al. 2018, arXiv:1811.00995; Chen et al. 2019, arXiv:1906.02735) on ℝᴰ: z = x +
 * g(x) with a network g of Lipschitz constant c < 1, which a context may move. log|det ∂z/∂x| = ln det(I + ∂g/∂x),
 * computed exactly: the D columns of the Jacobian by forward differentiation, then elimination, whose pivots are
 * positive since ‖∂g/∂x‖₂ ≤ c < 1 makes the symmetric part of I + ∂g/∂x positive definite. In training it may be
 * estimated by its power series instead, see `logDetSeries`.
 *
 * z → x has no closed form: x ← z − g(x) contracts by c (Banach), and Newton's method polishes. Its gradient is implicit.
 *
 * Parameters: those of `lipschitzNetwork`; the identity at the start.
 */
export const residual: BijectorDefinition = {
  type: 'residual',
  create: (settings, dims, contextDims = 0) => {
    const bound = numberSetting(settings, 'lipschitz')
    const [width, depth] = [numberSetting(settings, 'width'), numberSetting(settings, 'depth')]
    const network = lipschitzNetwork(dims, { width, depth, bound, contextDims: seenContext(settings, contextDims) })
    const most = Math.ceil(Math.log(leastProgress) / Math.log(bound))
    const logDet = logDetOf(settings)
    return {
      parameters: network.parameters,
      inverseAndLogDet: (context, x) => {
        const { b } = context
        const { value, logDet: own } = logDet(context, network.bind(context), x)
        return { value: b.add(x, value), logDet: own }
      },
      forwardAndLogDet: (context, z) => {
        const { b } = context
        const g = network.bind(context)
        const near = fixedPoint(b, (x) => b.sub(z, g(x)), z, { rate: bound, tolerance: closeEnough, most })
        let x = near.value
        for (let k = 0; k < newtonSteps; k++) {
          // the step's own derivative is that of the solution: dx = −(I + ∂g/∂x)⁻¹ (∂g/∂θ dθ − dz)
          const at = b.stopGradient(x)
          const { value, jacobian } = linearised(b, g, at)
          x = b.sub(at, solve(b, b.stopGradient(jacobian), b.sub(b.add(at, value), z)))
        }
        return {
          value: x,
          logDet: b.neg(logDet(context, g, x).logDet),
          evaluations: b.add(near.evaluations, newtonSteps),
        }
      },
    }
  },
}

/** g(x) [B, D] and ln det(I + ∂g/∂x) [B]. */
type LogDet = (context: TraceContext, g: (x: Node) => Node, x: Node) => { value: Node; logDet: Node }

/** The log-determinant as the settings ask for it in training, and exact where there is no noise. */
function logDetOf(settings: Settings): LogDet {
  const kind = choiceSetting(settings, 'logDet')
  const termsFor = (noise: AskNoise): SeriesTerms =>
    kind === 'series'
      ? { always: numberSetting(settings, 'terms') }
      : {
          always: numberSetting(settings, 'exactTerms'),
          roulette: { continuation: numberSetting(settings, 'continuation'), draw: noise('stop', 1, 'uniform') },
        }
  return ({ b, noise }, g, x) => {
    if (!noise || kind === 'exact') {
      const { value, jacobian } = linearised(b, g, x)
      return { value, logDet: logDeterminant(b, jacobian) }
    }
    const value = g(x)
    const probe = noise('probe', x.shape[1], 'rademacher')
    return { value, logDet: logDetSeries(b, { at: x, value }, probe, termsFor(noise)) }
  }
}

/** g(x) and I + ∂g/∂x [B, D, D] at x [B, D]. */
function linearised(b: Builder, g: (x: Node) => Node, x: Node): { value: Node; jacobian: Node } {
  const [rows, dims] = x.shape
  const value = g(x)
  const columns = Array.from({ length: dims }, (_, j) => {
    const unit = b.constant(
      Array.from({ length: dims }, (_, i) => (i === j ? 1 : 0)),
      [dims],
    )
    const [moved] = jvp(b, [value], [x], [b.broadcast(unit, x.shape)])
    return b.reshape(b.add(moved ?? b.fill(0, x.shape), unit), [rows, dims, 1])
  })
  return { value, jacobian: b.concat(columns, -1) }
}
