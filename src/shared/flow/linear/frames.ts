import type { Node } from '../../tensor/ir/program'
import type { ParameterSpec, TraceContext } from '../bijector'
import { gaussian } from '../initial'
import { aboveDiagonal, identityColumns, strictlyUpper } from './matrices'
import { solveDefinite } from './solve'

/** M orthonormal directions in ℝᴰ. */
export interface Frame {
  readonly parameters: readonly ParameterSpec[]
  /** Q [D, M] with QᵀQ = I. */
  columns(context: TraceContext): Node
}

/** ‖v‖² is not taken smaller than this, so that v = 0 divides nothing by zero. */
const leastSquare = 1e-18

/**
 * The first M columns of H₁ ⋯ H_M, H_i = I − 2 v_i v_iᵀ / ‖v_i‖² (Tomczak & Welling 2016, arXiv:1611.09630). M
 * reflections reach every frame but for the signs of its columns. `reflections` [M, D] holds v_i in row i; N(0, 1) at
 * the start.
 */
export const householderFrame = (dims: number, count: number): Frame => ({
  parameters: [gaussian('reflections', [count, dims], 1)],
  columns: ({ b, parameter }) => {
    let Q = identityColumns(b, dims, count)
    for (let i = count - 1; i >= 0; i--) {
      const v = b.take(parameter('reflections'), [i], 0)
      const scale = b.div(-2, b.max(b.sum(b.square(v)), leastSquare))
      Q = b.add(Q, b.mul(scale, b.matmul(v, b.matmul(v, Q), { transposeA: true })))
    }
    return Q
  },
})

/**
 * The first M columns of Cayley's (I − A)(I + A)⁻¹, A skew-symmetric with blocks K [M, M] above T [D − M, M] in its
 * first M columns and zeros to the right of T. With S = I + K + TᵀT they are 2 S⁻¹ − I above −2 T S⁻¹: orthonormal for
 * every K and T up to rounding, and smooth in them. All frames but a set of measure zero are reached, by as many
 * numbers as they have degrees of freedom. `skew` [M(M − 1)/2] is K above its diagonal, row by row, and `tilt` is T;
 * N(0, 1/D) at the start.
 */
export const cayleyFrame = (dims: number, count: number): Frame => {
  const [angles, rest] = [aboveDiagonal(count), dims - count]
  const deviation = 1 / Math.sqrt(dims)
  return {
    parameters: [
      ...(angles > 0 ? [gaussian('skew', [angles], deviation)] : []),
      ...(rest > 0 ? [gaussian('tilt', [rest, count], deviation)] : []),
    ],
    columns: ({ b, parameter }) => {
      const identity = identityColumns(b, count, count)
      const upper = angles > 0 ? strictlyUpper(b, parameter('skew'), count) : null
      const turned = upper ? b.add(identity, b.sub(upper, b.transpose(upper))) : identity
      const tilt = rest > 0 ? parameter('tilt') : null
      const S = tilt ? b.add(turned, b.matmul(tilt, tilt, { transposeA: true })) : turned
      const inverse = solveDefinite(b, S, identity)
      const top = b.sub(b.mul(2, inverse), identity)
      return tilt ? b.concat([top, b.mul(-2, b.matmul(tilt, inverse))], 0) : top
    },
  }
}

/** The coordinates themselves, in order or from the last to the first. No parameters. */
export const coordinateFrame = (dims: number, reversed: boolean): Frame => ({
  parameters: [],
  columns: ({ b }) => {
    const identity = identityColumns(b, dims, dims)
    return reversed ? b.take(identity, [...Array(dims).keys()].reverse()) : identity
  },
})
