import { eigenvectors } from '../../math/symmetricEigen'
import type { Node } from '../../tensor/ir/program'
import { sizeOf, type Shape } from '../../tensor/ir/shape'
import type { BijectorDefinition, ParameterSpec, TraceContext } from '../bijector'
import { gaussian } from '../initial'
import { moments } from '../linear/cholesky'
import { applyMatrix, applyTransposed } from '../linear/matrix'
import { reflectionProduct, reflectionsOf } from '../linear/reflections'
import { choiceSetting, numberSetting } from '../settings'
import { marginalCurves, normalScores } from '../splines/quantileCurve'
import { throughKnots } from '../splines/throughKnots'

/** Before data sets the curves they are the line u = v between knots at ±3. */
const startReach = 3

/**
 * One iteration of rotation-based iterative Gaussianization (Laparra, Camps-Valls & Malo 2011, IEEE Transactions on Neural
 * Networks 22) on ℝᴰ, x → z: z = Qᵀ Ψ(x), Ψ_i a monotone curve through quantiles of coordinate i and those of the normal at
 * the same levels (`marginalCurves`), Q orthogonal. log|det ∂x/∂z| = −Σ ln Ψ_i'(x_i).
 *
 * All is set by the first batch and held in training. `start` [D, 2], `logSteps` [D, 2, K] and `logSlopes` [D, K + 1] are the
 * `Curve` from u = x to v = Ψ(x); `vectors` [D, D] the reflections whose product is Q, none when D = 1: in random directions,
 * N(0, 1), or, by the setting `rotation`, those to the principal axes of the data with its margins made normal by rank.
 */
export const rbig: BijectorDefinition = {
  type: 'rbig',
  create: (settings, dims) => {
    const bins = numberSetting(settings, 'bins')
    const toAxes = choiceSetting(settings, 'rotation') === 'pca'
    const filled = (name: string, shape: Shape, value: number): ParameterSpec => ({
      name,
      shape,
      init: () => new Float64Array(sizeOf(shape)).fill(value),
    })
    const specs = [
      filled('start', [dims, 2], -startReach),
      filled('logSteps', [dims, 2, bins], Math.log((2 * startReach) / bins)),
      filled('logSlopes', [dims, bins + 1], 0),
      ...(dims > 1 ? [gaussian('vectors', [dims, dims], 1)] : []),
    ]
    const curves = ({ b, parameter }: TraceContext) =>
      throughKnots(b, {
        start: parameter('start'),
        logSteps: parameter('logSteps'),
        logSlopes: parameter('logSlopes'),
      })
    const turn = ({ b, parameter }: TraceContext, rows: Node, apply: typeof applyMatrix) =>
      dims === 1 ? rows : apply(b, reflectionProduct(b, parameter('vectors')), rows)
    return {
      parameters: specs.map((spec) => ({ ...spec, held: true })),
      forwardAndLogDet: (context, z) => {
        const { value, logSlope } = curves(context).inverse(turn(context, z, applyMatrix))
        return { value, logDet: context.b.sum(logSlope!, [-1]) }
      },
      inverseAndLogDet: (context, x) => {
        const { value, logSlope } = curves(context).forward(x)
        return { value: turn(context, value, applyTransposed), logDet: context.b.sum(logSlope!, [-1]) }
      },
      initialise: (batch, direction) => {
        if (direction === 'forward') return new Map()
        const axes = () => eigenvectors(moments(normalScores(batch, dims), dims).covariance, dims)
        return new Map([
          ...Object.entries(marginalCurves(batch, dims, bins)),
          ...(toAxes && dims > 1 ? [['vectors', reflectionsOf(axes(), dims)] as const] : []),
        ])
      },
    }
  },
}
