import type { TrainingSettings } from '../../document/schema'
import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'

/**
 * The learning rate of a step as nodes of its program, so that no value crosses to the machine for it. `step` [] counts
 * the steps taken before this one, so the first has 0.
 *
 * - `constant`: the peak.
 * - `warmup`: peak · (step + 1)/w up to the peak, w = `warmupSteps`; then the peak.
 * - `cosine`: peak · (f + (1 − f)·½(1 + cos πt)), t = step/steps, f = `finalFraction` (Loshchilov & Hutter 2016,
 *   arXiv:1608.03983, without their restarts).
 * - `warmup-cosine`: the warm-up, then the cosine over the steps that are left.
 */
export function learningRate(
  b: Builder,
  { steps, optimizer, schedule }: Pick<TrainingSettings, 'steps' | 'optimizer' | 'schedule'>,
  step: Node,
): Node {
  const peak = optimizer.learningRate
  const warmupSteps = schedule.warmupSteps
  const warmup = () => (warmupSteps > 0 ? b.min(b.mul(b.add(step, 1), 1 / warmupSteps), 1) : b.scalar(1))
  const cosine = (start: number) => {
    const progress = b.mul(b.sub(step, start), 1 / Math.max(1, steps - start))
    const wave = b.cos(b.mul(b.min(b.max(progress, 0), 1), Math.PI))
    const floor = schedule.finalFraction
    return b.add(b.mul(b.add(wave, 1), (1 - floor) / 2), floor)
  }
  switch (schedule.type) {
    case 'constant':
      return b.scalar(peak)
    case 'warmup':
      return b.mul(warmup(), peak)
    case 'cosine':
      return b.mul(cosine(0), peak)
    case 'warmup-cosine':
      return b.mul(b.mul(warmup(), cosine(warmupSteps)), peak)
  }
}
