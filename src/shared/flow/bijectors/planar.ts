import type { BijectorDefinition, TraceContext } from '../bijector'
import { movedByContext } from '../conditioners/moved'
import { gaussian, zeros } from '../initial'
import { positive } from '../positive'
import { tanhRoot } from '../tanhRoot'

/**
 * A plane is a few numbers that must go as far as the data reaches. At a network's pace it ends near where it happened to
 * start, and more planes help little: U3 by 32 in 10 000 steps has KL(q‖p) 0.35 nats, and 0.05 to 0.1 at this one; two moons
 * by 16 in 3000 steps come within 0.4 to 0.8 of the entropy, and 0.01 to 0.13.
 */
const pace = 10

/** ‖w‖² is not taken smaller than this, so that w = 0 divides nothing by zero. */
const leastSquare = 1e-12

/**
 * Planar flow (Rezende & Mohamed 2015, arXiv:1505.05770, section 4.1): x = z + û tanh(wᵀz + b) on ℝᴰ.
 * log|det ∂x/∂z| = ln(1 + k [1 − tanh²(wᵀz + b)]), k = wᵀû.
 *
 * Invertible for every u and w by appendix A.1: û = u + (m(wᵀu) − wᵀu) w / ‖w‖², so that k = m(wᵀu) > −1. Here m(a) =
 * `positive`(a) − 1, the paper's softplus shifted so that m(0) = 0: with u = 0 the block is the identity.
 *
 * x → z has no closed form: with c = wᵀx + b, bracketed Newton solves y + k tanh y = c for y = wᵀz + b (`tanhRoot`),
 * and then z = x − û tanh y.
 *
 * `u` [D], 0 at the start; `w` [D], N(0, 1/D) at the start; `b` [], 0 at the start. A context moves
 * them, see `movedByContext`. Steps of them are `pace` learning rates long.
 */
export const planar: BijectorDefinition = {
  type: 'planar',
  create: (settings, dims, contextDims = 0) => {
    const start = [zeros('u', [dims]), gaussian('w', [dims], 1 / Math.sqrt(dims)), zeros('b', [])]
    const paced = start.map((spec) => ({ ...spec, pace }))
    const moved = movedByContext(settings, contextDims, paced)
    const pieces = (context: TraceContext) => {
      const { b } = context
      const [u, w, offset] = ['u', 'w', 'b'].map((name) => moved.of(context, name))
      const along = b.sum(b.mul(w, u), [-1])
      const k = b.sub(positive(b, along), 1)
      const factor = b.div(b.sub(k, along), b.max(b.sum(b.square(w), [-1]), leastSquare))
      const uHat = b.add(u, b.mul(b.reshape(factor, [...factor.shape, 1]), w))
      return { w, offset, k, uHat }
    }
    return {
      parameters: moved.parameters,
      forwardAndLogDet: (context, z) => {
        const { b } = context
        const { w, offset, k, uHat } = pieces(context)
        const t = b.tanh(b.add(b.sum(b.mul(z, w), [-1]), offset))
        return {
          value: b.add(z, b.mul(b.reshape(t, [...t.shape, 1]), uHat)),
          logDet: b.log1p(b.mul(k, b.sub(1, b.square(t)))),
        }
      },
      inverseAndLogDet: (context, x) => {
        const { b } = context
        const { w, offset, k, uHat } = pieces(context)
        const c = b.add(b.sum(b.mul(x, w), [-1]), offset)
        const y = tanhRoot(b, k, c)
        const t = b.tanh(y)
        return {
          value: b.sub(x, b.mul(b.reshape(t, [...t.shape, 1]), uHat)),
          logDet: b.neg(b.log1p(b.mul(k, b.sub(1, b.square(t))))),
        }
      },
    }
  },
}
