import { loop } from '../../tensor/ir/loop'
import type { Node } from '../../tensor/ir/program'
import type { BijectorDefinition, Mapped, TraceContext } from '../bijector'
import { numberSetting } from '../settings'
import { stepSize } from '../stochastic/stepSize'
import { choose, turns, walkOf, type Walk } from '../stochastic/walk'

/**
 * Hamiltonian Monte Carlo (Duane et al. 1987, Physics Letters B 195; Neal 2011, arXiv:1206.1901) as a layer of a stochastic
 * flow (Wu, Köhler & Noé 2020, arXiv:2002.06707) on ℝᴰ: with fresh momenta v standard normal, leapfrog steps of
 * size h and force F = ∂ln π/∂y,
 *
 *     v ← v + ½ h ⊙ F(y),    y ← y + h ⊙ v,    v ← v + ½ h ⊙ F(y),
 *
 * lead to (y′, v′), taken with probability min(1, π(y′) N(v′) / (π(y) N(v))), again and again. Each such transition is in
 * detailed balance with π: leapfrog keeps volume and retraces itself for any F, be it bounded. So ΔS = ln π(z) − ln π(x).
 *
 * Parameters: those of `stepSize`.
 */
export const hamiltonian: BijectorDefinition = {
  type: 'hamiltonian',
  create: (settings, dims) => {
    const [transitions, leaps] = [numberSetting(settings, 'transitions'), numberSetting(settings, 'leaps')]
    const step = stepSize(settings, dims)
    const run = (context: TraceContext, start: Node): Mapped => {
      const walk = walkOf(context, settings)
      const { b, logDensity, chance } = walk
      const h = step.of(context)
      const chances = [chance('momentum', transitions, dims, 'normal'), chance('odds', transitions, 1, 'uniform')]
      const before = logDensity(start)
      const [end, after] = turns(b, [start, before], chances, ([here, level], [v, u]) => {
        const { y: there, v: left } = leapfrog(walk, { y: here, v }, h, leaps)
        const reached = logDensity(there)
        const gained = b.mul(b.sub(b.sum(b.square(v), [-1]), b.sum(b.square(left), [-1])), 0.5)
        const logOdds = b.add(b.sub(reached, level), b.reshape(gained, level.shape))
        return choose(b, u, logOdds, [
          [there, here],
          [reached, level],
        ])
      })
      return { value: end, logDet: b.reshape(b.sub(before, after), [start.shape[0]]) }
    }
    return { parameters: step.parameters, stochastic: true, forwardAndLogDet: run, inverseAndLogDet: run }
  },
}

/** A place with its momentum, [B, D] each. */
interface Moving {
  readonly y: Node
  readonly v: Node
}

/** So many leapfrog steps of size h [D]; the half kicks of two that meet are one. */
function leapfrog({ b, force }: Walk, { y, v }: Moving, h: Node, leaps: number): Moving {
  const kicked = (at: Moving, share: number) => b.add(at.v, b.mul(b.mul(force(at.y), h), share))
  const start = [y, kicked({ y, v }, 0.5)]
  const { carries } = loop(b, { length: leaps }, { carries: start }, ({ carries: [place, momentum] }) => {
    const next = b.add(place, b.mul(momentum, h))
    return { carries: [next, kicked({ y: next, v: momentum }, 1)] }
  })
  // the last kick was a whole one, of which half is too much
  return { y: carries[0], v: kicked({ y: carries[0], v: carries[1] }, -0.5) }
}
