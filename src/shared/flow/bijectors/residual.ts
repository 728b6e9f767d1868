import { jvp } from '../../tensor/autodiff/jvp'
import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import type { BijectorDefinition } from '../bijector'
import { lipschitzNetwork } from '../conditioners/lipschitz'
import { logDeterminant, solve } from '../linear/pivotFree'
import { numberSetting } from '../settings'

/** The fixed point is sought until what is left of the first error is below this; Newton's method does the rest. */
const closeEnough = 1e-3
/** Each squares the error, 10⁻³ → 10⁻¹². The last carries the gradient. */
const newtonSteps = 3

/**
 * Invertible residual block (Behrmann et al. 2019, arXiv:1811.00995; Chen et al. 2019, arXiv:1906.02735) on ℝᴰ:
 * z = x + g(x) with a network g of Lipschitz constant c < 1. log|det ∂z/∂x| = ln det(I + ∂g/∂x), computed exactly: the
 * D columns of the Jacobian by forward differentiation, then elimination, whose pivots are positive since ‖∂g/∂x‖₂ ≤ c < 1
 * makes the symmetric part of I + ∂g/∂x positive definite.
 *
 * z → x has no closed form: x ← z − g(x) contracts by c (Banach), and Newton's method polishes. Its gradient is implicit.
 *
 * Parameters: those of `lipschitzNetwork`; the identity at the start.
 */
export const residual: BijectorDefinition = {
  type: 'residual',
  create: (settings, dims) => {
    const bound = numberSetting(settings, 'lipschitz')
    const [width, depth] = [numberSetting(settings, 'width'), numberSetting(settings, 'depth')]
    const network = lipschitzNetwork(dims, { width, depth, bound })
    const contractions = Math.ceil(Math.log(closeEnough) / Math.log(bound))
    return {
      parameters: network.parameters,
      inverseAndLogDet: (context, x) => {
        const { b } = context
        const { value, jacobian } = linearised(b, network.bind(context), x)
        return { value: b.add(x, value), logDet: logDeterminant(b, jacobian) }
      },
      forwardAndLogDet: (context, z) => {
        const { b } = context
        const g = network.bind(context)
        let x = z
        for (let k = 0; k < contractions; k++) x = b.sub(z, g(x))
        for (let k = 0; k < newtonSteps; k++) {
          // the step's own derivative is that of the solution: dx = −(I + ∂g/∂x)⁻¹ (∂g/∂θ dθ − dz)
          const at = b.stopGradient(x)
          const { value, jacobian } = linearised(b, g, at)
          x = b.sub(at, solve(b, b.stopGradient(jacobian), b.sub(b.add(at, value), z)))
        }
        return { value: x, logDet: b.neg(logDeterminant(b, linearised(b, g, x).jacobian)) }
      },
    }
  },
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
