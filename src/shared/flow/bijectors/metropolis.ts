import type { BijectorDefinition, Mapped, TraceContext } from '../bijector'
import type { Node } from '../../tensor/ir/program'
import { numberSetting } from '../settings'
import { stepSize } from '../stochastic/stepSize'
import { choose, turns, walkOf } from '../stochastic/walk'

/**
 * Random-walk Metropolis steps (Metropolis et al. 1953, J. Chem. Phys. 21) as a layer of a stochastic flow (Wu, Köhler & Noé
 * 2020, arXiv:2002.06707) on ℝᴰ: y′ = y + h ⊙ w with w standard normal, taken with probability
 * min(1, π(y′)/π(y)), again and again. Each step is in detailed balance with π, π(y) q(y → y′) = π(y′) q(y′ → y), so a
 * path from z to x has ΔS = ln π(z) − ln π(x), whatever it met, and so has one the other way.
 *
 * Parameters: those of `stepSize`.
 */
export const metropolis: BijectorDefinition = {
  type: 'metropolis',
  create: (settings, dims) => {
    const steps = numberSetting(settings, 'steps')
    const step = stepSize(settings, dims)
    const walk = (context: TraceContext, start: Node): Mapped => {
      const { b, logDensity, chance } = walkOf(context, settings)
      const h = step.of(context)
      const chances = [chance('move', steps, dims, 'normal'), chance('odds', steps, 1, 'uniform')]
      const before = logDensity(start)
      const [end, after] = turns(b, [start, before], chances, ([here, level], [w, u]) => {
        const there = b.add(here, b.mul(w, h))
        const reached = logDensity(there)
        return choose(b, u, b.sub(reached, level), [
          [there, here],
          [reached, level],
        ])
      })
      return { value: end, logDet: b.reshape(b.sub(before, after), [start.shape[0]]) }
    }
    return { parameters: step.parameters, stochastic: true, forwardAndLogDet: walk, inverseAndLogDet: walk }
  },
}
