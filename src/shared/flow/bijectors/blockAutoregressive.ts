import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import { range } from '../../tensor/ir/range'
import type { BijectorDefinition, Mapped, TraceContext } from '../bijector'
import { blockLayer, type BlockWeights } from '../conditioners/blockTriangular'
import { seenContext } from '../conditioners/conditioner'
import { gaussian, zeros } from '../initial'
import { direct } from '../pace'
import { choiceSetting, numberSetting } from '../settings'
import { solveIncreasing, type Sloped } from '../solve/increasing'

/** Steps for each coordinate. Where flat parts and steep ones follow each other, most of them halve the bracket. */
const newtonSteps = 40

/**
 * Block neural autoregressive flow (De Cao et al. 2019, arXiv:1904.04676) on ℝᴰ, x → z: z = (1 − γ) x + γ f(x) with a learnt
 * gate γ = σ(a) in (0, 1) and f(x) = W_n tanh(… tanh(W_1 x + b_1) …) + b_n. The matrices are block triangular with positive
 * blocks on the diagonal, see `blockLayer`, so that each f_i increases in x_i and depends on no later coordinate.
 * log|det ∂z/∂x| = Σ ln[(1 − γ) + γ ∂f_i/∂x_i], the derivative a product of the diagonal blocks and tanh', taken in
 * logarithms: equation 10 and appendix D of the paper at UAI 2019, which has the gate in section 3.1, for stacks.
 *
 * f is bounded, so that only the gate's straight part makes the map onto ℝᴰ. It also gives an exact bracket for z → x, which
 * solves coordinate after coordinate: |f_i − b_i| < Σ_j |W_ji| of the last layer.
 *
 * A context c [C] moves what the first layer adds: b_1 + c U.
 *
 * Parameters: `layer1` …, see `blockLayer`, `gate` a [], 0 at the start, and with context `context.weight` U [C, D·units],
 * N(0, 1) at the start.
 */
export const blockAutoregressive: BijectorDefinition = {
  type: 'block-autoregressive',
  create: (settings, dims, contextDims = 0) => {
    const [units, hidden] = [numberSetting(settings, 'units'), numberSetting(settings, 'layers')]
    const reversed = choiceSetting(settings, 'order') === 'reverse'
    const order = range(0, dims).map((i) => (reversed ? dims - 1 - i : i))
    const before = (i: number, j: number) => (reversed ? i > j : i < j)
    const widths = [1, ...range(0, hidden).map(() => units), 1]
    const layers = range(0, hidden + 1).map((k) =>
      blockLayer(`layer${k + 1}`, { dims, inputs: widths[k], outputs: widths[k + 1] }, before),
    )
    const seen = seenContext(settings, contextDims)
    const weightsOf = (context: TraceContext): readonly BlockWeights[] => {
      const [first, ...rest] = layers.map((layer) => layer.at(context))
      if (seen === 0 || !context.context) return [first, ...rest]
      const { b } = context
      const moved = b.add(first.bias, b.matmul(context.context, context.parameter('context.weight')))
      return [{ ...first, bias: moved }, ...rest]
    }

    const inverse = (context: TraceContext, x: Node): Mapped => {
      const { b, parameter } = context
      const gate = parameter('gate')
      const [first, ...rest] = weightsOf(context)
      let h = b.add(b.matmul(x, first.weight), first.bias)
      let logs: Node = b.reshape(first.logDiagonal, [dims, widths[1]])
      rest.forEach(({ weight, bias, logDiagonal }, k) => {
        const local = b.add(logs, b.reshape(logSlopeOfTanh(b, h), [x.shape[0], dims, widths[k + 1]]))
        logs = logSumExp(b, b.add(b.reshape(local, [...local.shape, 1]), logDiagonal))
        h = b.add(b.matmul(b.tanh(h), weight), bias)
      })
      const logSlopes = b.softplus(b.add(gate, b.reshape(logs, x.shape))) // of (1 − γ) + γ f', over 1 − γ
      return {
        value: b.add(x, b.mul(b.sigmoid(gate), b.sub(h, x))),
        logDet: b.sum(b.sub(logSlopes, b.softplus(gate)), [-1]),
      }
    }
    return {
      parameters: direct([
        ...layers.flatMap(({ parameters }) => parameters),
        zeros('gate', []),
        ...(seen > 0 ? [gaussian('context.weight', [seen, dims * units], 1)] : []),
      ]),
      inverseAndLogDet: inverse,
      forwardAndLogDet: (context, z) => {
        const { b, parameter } = context
        const gate = b.sigmoid(parameter('gate'))
        const weights = weightsOf(context)
        let x = b.fill(0, z.shape)
        order.forEach((i) => {
          const alone = coordinateAlone(b, weights, widths, i, x)
          const target = b.take(z, [i])
          const equation = (at: Node): Sloped => {
            const { value, slope } = alone(at)
            return {
              value: b.sub(b.add(at, b.mul(gate, b.sub(value, at))), target),
              slope: b.add(b.sub(1, gate), b.mul(gate, slope)),
            }
          }
          const { weight, bias } = weights[weights.length - 1]
          const middle = b.mul(gate, b.take(bias, [i]))
          // a little wider than it must be, for roots where f has saturated
          const reach = b.mul(b.mul(1.1, gate), b.sum(b.abs(b.take(weight, [i])), [0]))
          const end = (by: Node) => b.div(b.sub(b.sub(target, middle), by), b.sub(1, gate))
          const solved = solveIncreasing(b, equation, { lower: end(reach), upper: end(b.neg(reach)) }, newtonSteps)
          x = b.add(x, b.put(solved, [i], dims))
        })
        return { value: x, logDet: b.neg(inverse(context, x).logDet) }
      },
    }
  },
}

/**
 * f_i and ∂f_i/∂x_i as functions of x_i [B, 1] alone. `x` holds the coordinates before i, and 0 in place of the others. What
 * the units of i take from those before them is computed once.
 */
function coordinateAlone(b: Builder, weights: readonly BlockWeights[], widths: readonly number[], i: number, x: Node) {
  const own = (width: number) => range(i * width, (i + 1) * width)
  let [h, isFirst] = [x, true]
  const layers = weights.map(({ weight, bias }, k) => {
    const columns = own(widths[k + 1])
    const block = b.take(b.take(weight, columns), own(widths[k]), 0)
    const input = isFirst ? h : b.tanh(h)
    isFirst = false
    h = b.add(b.matmul(input, weight), bias)
    // what its own units add is taken away again
    const others = b.sub(b.take(h, columns), b.matmul(b.take(input, own(widths[k])), block))
    return { block, others }
  })
  return (at: Node): Sloped => {
    const [first, ...rest] = layers
    let value = b.add(b.matmul(at, first.block), first.others)
    let slope = first.block // [1, units]
    for (const { block, others } of rest) {
      const t = b.tanh(value)
      slope = b.matmul(b.mul(slope, b.sub(1, b.square(t))), block)
      value = b.add(b.matmul(t, block), others)
    }
    return { value, slope }
  }
}

/** ln(1 − tanh² h) = 2 (ln 2 − h − softplus(−2h)), without cancellation for large h. */
const logSlopeOfTanh = (b: Builder, h: Node): Node => {
  const size = b.abs(h)
  return b.mul(2, b.sub(b.sub(Math.LN2, size), b.softplus(b.mul(-2, size))))
}

/** ln Σ e^x over the last axis but one. */
function logSumExp(b: Builder, x: Node): Node {
  const top = b.stopGradient(b.maxReduce(x, [-2]))
  const keep = [...top.shape.slice(0, -1), 1, top.shape[top.shape.length - 1]]
  return b.add(top, b.log(b.sum(b.exp(b.sub(x, b.reshape(top, keep))), [-2])))
}
