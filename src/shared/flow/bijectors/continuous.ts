import type { Settings } from '../../catalogue/types'
import type { Node } from '../../tensor/ir/program'
import type { BijectorDefinition, Mapped, TraceContext } from '../bijector'
import { isActivation } from '../conditioners/activation'
import { seenContext } from '../conditioners/conditioner'
import { vectorField } from '../conditioners/vectorField'
import { choiceSetting, numberSetting } from '../settings'
import { adjointSolution, type OdeSolver } from '../solve/adjoint'
import { dormandPrince, rungeKutta4 } from '../solve/ode'

/** What the regularisers are called beside the loss. */
const [KINETIC, JACOBIAN] = ['kinetic penalty', 'Jacobian penalty']

/**
 * Continuous normalizing flow (Chen et al. 2018, arXiv:1806.07366, theorem 1; FFJORD: Grathwohl et al. 2018,
 * arXiv:1810.01367) on ℝᴰ: z → x follows dy/dt = f(y, t) from t = 0 to 1, and x → z goes back;
 * log|det ∂x/∂z| = ∫ tr(∂f/∂y) dt.
 *
 * In training the trace may be estimated by vᵀ(∂f/∂y)v with one v of ±1 for each row and the whole of its path
 * (Hutchinson 1989; FFJORD, section 3.1), and the solver may be less exact; elsewhere neither is. Regularisers (Finlay et
 * al. 2020, arXiv:2002.02798) add λ ∫‖f‖² dt and μ ∫‖(∂f/∂y) v‖² dt, whose mean is the squared Frobenius norm, to the
 * loss of a training step.
 * The gradient is that of the solver's own steps or, as in both papers, that of another solve back in time (`adjoint.ts`).
 *
 * Parameters: those of `vectorField`; the identity at the start.
 */
export const continuous: BijectorDefinition = {
  type: 'continuous',
  create: (settings, dims, contextDims = 0) => {
    const activation = choiceSetting(settings, 'activation')
    if (!isActivation(activation)) throw new Error(`internal: there is no activation "${activation}"`)
    const [width, depth] = [numberSetting(settings, 'width'), numberSetting(settings, 'depth')]
    const field = vectorField({ width, depth, activation, contextDims: seenContext(settings, contextDims) }, dims)
    const estimated = choiceSetting(settings, 'trace') === 'hutchinson'
    const penalties = [numberSetting(settings, 'kinetic'), numberSetting(settings, 'jacobian')]

    /** Follows the field from one end to the other. */
    const follow = (context: TraceContext, start: Node, direction: 'forward' | 'inverse'): Mapped => {
      const { b, noise, stations } = context
      const [rows] = start.shape
      const asked = noise && (estimated || penalties[1] > 0)
      const probe = asked ? noise('probe', dims, 'rademacher') : null
      const [kinetic, jacobian] = noise ? penalties : [0, 0]
      const sign = direction === 'forward' ? 1 : -1
      const slope = (time: Node, y: Node): Node => {
        const t = sign > 0 ? time : b.sub(1, time)
        const { value, trace, along } = field.at(context, y, t)
        const moved = probe && b.stopGradient(probe)
        const image = moved && along(moved)
        const rate = estimated && moved && image ? b.sum(b.mul(moved, image), [-1]) : trace()
        const columns = [b.mul(value, sign), b.reshape(b.mul(rate, sign), [rows, 1])]
        const squared = (of: Node) => b.reshape(b.sum(b.square(of), [-1]), [rows, 1])
        if (kinetic > 0) columns.push(b.mul(squared(value), kinetic))
        if (jacobian > 0 && image) columns.push(b.mul(squared(image), jacobian))
        return b.concat(columns, -1)
      }
      const penalised = [kinetic > 0 && KINETIC, jacobian > 0 && JACOBIAN].filter((name) => name !== false)
      const extras = 1 + penalised.length
      const state = b.concat([start, b.fill(0, [rows, extras])], -1)
      const solve = solverOf(settings, noise !== undefined)
      const solved =
        choiceSetting(settings, 'gradient') === 'adjoint'
          ? adjointSolution(b, solve, slope, state, dims, stations)
          : solve(b, (t, s) => slope(t, b.slice(s, 0, dims)), state, { times: stations })
      const parts = (of: Node) => ({
        value: b.slice(of, 0, dims),
        logDet: b.reshape(b.slice(of, dims, dims + 1), [rows]),
      })
      const named = (name: string, i: number) => [
        name,
        b.reshape(b.slice(solved.state, dims + 1 + i, dims + 2 + i), [rows]),
      ]
      return {
        ...parts(solved.state),
        ...(stations && { stations: solved.stations.map(parts) }),
        evaluations: solved.evaluations,
        ...(penalised.length > 0 && { penalties: Object.fromEntries(penalised.map(named)) }),
      }
    }
    return {
      parameters: field.parameters,
      velocity: (context, y, t) => field.at(context, y, t).value,
      forwardAndLogDet: (context, z) => follow(context, z, 'forward'),
      inverseAndLogDet: (context, x) => follow(context, x, 'inverse'),
    }
  },
}

function solverOf(settings: Settings, isTraining: boolean): OdeSolver {
  if (choiceSetting(settings, 'solver') === 'rk4') {
    const steps = numberSetting(settings, 'steps')
    return (b, field, state, options) => rungeKutta4(b, field, state, steps, options)
  }
  const tolerance = numberSetting(settings, isTraining ? 'trainingTolerance' : 'tolerance')
  return (b, field, state, options) => dormandPrince(b, field, state, tolerance, options)
}
