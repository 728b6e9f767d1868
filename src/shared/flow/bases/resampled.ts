import type { Random } from '../../math/random'
import { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import { interpret } from '../../tensor/runtime/interpreter/interpret'
import type { BaseDefinition, ParameterValues, TraceContext } from '../bijector'
import { network } from '../conditioners/network'
import { numberSetting } from '../settings'
import { proposals } from './proposals'

/** Z is kept within these, where its logarithm and that of 1 − Z are finite in float32. */
const [leastZ, mostZ] = [1e-30, 1 - 2 ** -20]

/**
 * Learned accept/reject sampling (LARS; Bauer & Mnih 2018, arXiv:1810.11428): draws of π = N(0, I) on ℝᴰ are
 * accepted with probability a(z) = σ(network(z)), and the T-th is taken as it is. With Z = ∫ π a,
 * p(z) = π(z) [α a(z)/Z + 1 − α], α = 1 − (1 − Z)^(T−1). As the base of a flow: Stimper, Schölkopf & Hernández-Lobato 2021,
 * arXiv:2110.15828, in whose code 1 − α is called α.
 *
 * The paper estimates Z by fresh draws and a moving average. Here it is a mean over fixed `proposals`, so that a density is the
 * same each time it is asked for: it integrates to 1 to many digits for D ≤ 2, and as well as 1024 points know Z for more.
 * In logarithms, with l the network's number: ln[e^q + e^r] = q + softplus(r − q) for q = ln α − ln Z − softplus(−l) and
 * r = (T − 1) ln(1 − Z).
 *
 * Parameters are those of a network with two hidden layers of `width` tanh units. Its output starts at zero: a = ½, p = π.
 */
export const resampled: BaseDefinition = {
  type: 'resampled',
  create: (settings, dims) => {
    const tries = numberSetting(settings, 'tries')
    const options = { width: numberSetting(settings, 'width'), depth: 2, activation: 'tanh', residual: false } as const
    const acceptance = network(options, { inputs: dims, outputs: 1 })
    /** l of points [n, D] → [n]. */
    const logit = (context: TraceContext, points: Node) => {
      const { b } = context
      return b.reshape(acceptance.apply(context, points), [points.shape[0]])
    }
    return {
      parameters: acceptance.parameters,
      logDensity: (context, z) => {
        const { b } = context
        const { count, points, weights } = proposals(dims)
        const rates = b.sigmoid(logit(context, b.constant(points, [count, dims])))
        const Z = b.min(b.max(b.sum(b.mul(rates, b.constant(weights, [count]))), leastZ), mostZ)
        const logRefused = b.mul(tries - 1, b.log1p(b.neg(Z)))
        const logAlphaOverZ = b.sub(b.log(b.neg(b.expm1(logRefused))), b.log(Z))
        const accepted = b.sub(logAlphaOverZ, b.softplus(b.neg(logit(context, z))))
        const normal = b.sub(b.mul(-0.5, b.sum(b.square(z), [-1])), (dims / 2) * Math.log(2 * Math.PI))
        return b.add(normal, b.add(accepted, b.softplus(b.sub(logRefused, accepted))))
      },
      sample: (random, n, values) => {
        const rate = (rows: Float64Array) => acceptanceRates(acceptance.parameters, logit, rows, dims, values)
        return draw(random, n, dims, tries, rate)
      },
    }
  },
}

/** n rows [n, D], each of them tried again until accepted, `tries` times at most. All rows draw in every round. */
function draw(
  random: Random,
  n: number,
  dims: number,
  tries: number,
  rate: (rows: Float64Array) => Float64Array,
): Float64Array {
  const result = new Float64Array(n * dims)
  let waiting = Array.from({ length: n }, (_, row) => row)
  for (let round = 1; round <= tries && waiting.length > 0; round++) {
    // the same seed proposes the same to a row whatever the weights have others accept
    const [normals, uniforms] = [random.fork(`proposals ${round}`), random.fork(`choices ${round}`)]
    const proposed = Float64Array.from({ length: n * dims }, () => normals.normal())
    const levels = Float64Array.from({ length: n }, () => uniforms.uniform())
    const rows = new Float64Array(waiting.length * dims)
    waiting.forEach((row, i) => {
      rows.set(proposed.subarray(row * dims, (row + 1) * dims), i * dims)
    })
    const rates = rate(rows)
    waiting = waiting.filter((row, i) => {
      result.set(rows.subarray(i * dims, (i + 1) * dims), row * dims) // the last round's stays
      return levels[row] >= rates[i]
    })
  }
  return result
}

/** a(z) of rows [n, D] by the reference interpreter. */
function acceptanceRates(
  parameters: readonly { readonly name: string; readonly shape: readonly number[] }[],
  logit: (context: TraceContext, points: Node) => Node,
  rows: Float64Array,
  dims: number,
  values: ParameterValues,
): Float64Array {
  const b = new Builder()
  const inputs = new Map([['rows', rows]])
  const nodes = new Map(
    parameters.map(({ name, shape }) => {
      inputs.set(name, values(name))
      return [name, b.input(name, shape)]
    }),
  )
  const context = { b, parameter: (name: string): Node => nodes.get(name)! }
  const rates = b.sigmoid(logit(context, b.input('rows', [rows.length / dims, dims])))
  return Float64Array.from(interpret(b.program('acceptance', { rates }), inputs).get('rates')!)
}
