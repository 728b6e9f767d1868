import type { Node } from '../../tensor/ir/program'
import type { BijectorDefinition, Mapped, TraceContext } from '../bijector'
import { booleanSetting, numberSetting } from '../settings'
import { stepSize } from '../stochastic/stepSize'
import { choose, turns, walkOf } from '../stochastic/walk'

/**
 * Overdamped Langevin dynamics as a layer of a stochastic flow (Wu, Köhler & Noé 2020, arXiv:2002.06707) on
 * ℝᴰ: with F = ∂ln π/∂y and w standard normal,
 *
 *     y′ = y + h ⊙ F(y) + √(2h) ⊙ w,    w̃ = (y − y′ − h ⊙ F(y′)) / √(2h),    ΔS = ½ Σ (‖w‖² − ‖w̃‖²),
 *
 * where w̃ is the noise that would lead back (Nilmeier et al. 2011, PNAS 108): ΔS is ln N(y; y′ + h F(y′), 2h) − ln
 * N(y′; y + h F(y), 2h), summed over the steps. Adjusted (MALA: Roberts & Tweedie 1996, Bernoulli 2), a step is taken
 * with probability min(1, π(y′)/π(y) · e^{½(‖w‖² − ‖w̃‖²)}), which puts it in detailed balance with π, and ΔS = ln π(z)
 * − ln π(x).
 *
 * Parameters: those of `stepSize`.
 */
export const langevin: BijectorDefinition = {
  type: 'langevin',
  create: (settings, dims) => {
    const steps = numberSetting(settings, 'steps')
    const adjusted = booleanSetting(settings, 'adjusted')
    const step = stepSize(settings, dims)
    const run = (context: TraceContext, start: Node): Mapped => {
      const { b, logDensity, force, chance } = walkOf(context, settings)
      const [rows] = start.shape
      const h = step.of(context)
      const spread = b.sqrt(b.mul(h, 2))
      const norm = (w: Node) => b.reshape(b.sum(b.square(w), [-1]), [rows, 1])
      const drift = (at: Node) => b.add(at, b.mul(force(at), h))
      /** A step, and what it adds to ΔS, [B, 1]. */
      const move = (here: Node, w: Node) => {
        const there = b.add(drift(here), b.mul(w, spread))
        const back = b.div(b.sub(here, drift(there)), spread)
        return { there, ratio: b.mul(b.sub(norm(w), norm(back)), 0.5) }
      }
      const moves = chance('move', steps, dims, 'normal')
      if (!adjusted) {
        const [end, total] = turns(b, [start, b.fill(0, [rows, 1])], [moves], ([here, sum], [w]) => {
          const { there, ratio } = move(here, w)
          return [there, b.add(sum, ratio)]
        })
        return { value: end, logDet: b.reshape(total, [rows]) }
      }
      const before = logDensity(start)
      const [end, after] = turns(
        b,
        [start, before],
        [moves, chance('odds', steps, 1, 'uniform')],
        ([here, level], [w, u]) => {
          const { there, ratio } = move(here, w)
          const reached = logDensity(there)
          return choose(b, u, b.add(b.sub(reached, level), ratio), [
            [there, here],
            [reached, level],
          ])
        },
      )
      return { value: end, logDet: b.reshape(b.sub(before, after), [rows]) }
    }
    return { parameters: step.parameters, stochastic: true, forwardAndLogDet: run, inverseAndLogDet: run }
  },
}
