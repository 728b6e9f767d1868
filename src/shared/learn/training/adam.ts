import type { TrainingSettings } from '../../document/schema'
import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'

/** What Adam keeps between steps: parameters θ and the running moments of the gradient, each [P]. */
export interface AdamState {
  readonly theta: Node
  readonly m: Node
  readonly v: Node
}

/** How many updates the moments of neighbouring entries have seen, the one at hand included: [] for `size` of them. */
export interface Stretch {
  readonly count: Node
  readonly size: number
}

/**
 * One update of Adam (Kingma & Ba, arXiv:1412.6980) or AdamW (Loshchilov & Hutter, arXiv:1711.05101):
 *
 *     m ← β₁m + (1 − β₁)g    v ← β₂v + (1 − β₂)g²
 *     θ ← θ − rate·( (m/(1 − β₁ᵗ)) / (√(v/(1 − β₂ᵗ)) + ε) + λθ )        λ = weightDecay for AdamW, else 0
 *
 * The learning rate multiplies the decay too, as it does in PyTorch; in AdamW's paper only the schedule does.
 *
 * `counts` is t: how many updates the moments have seen, this one included, stretch after stretch of θ where blocks have joined
 * the run late, and one number [] otherwise. `decaying` [P] is 0 at weights that are held,
 * which AdamW must leave as they are, and 1 elsewhere; absent when none is. `pace` [P] multiplies the rate of every weight, but
 * not its decay; absent where it is 1 throughout.
 */
export function adam(
  b: Builder,
  settings: TrainingSettings['optimizer'],
  state: AdamState,
  {
    gradient,
    rate,
    counts,
    decaying,
    pace,
  }: {
    readonly gradient: Node
    readonly rate: Node
    readonly counts: Node | readonly Stretch[]
    readonly decaying?: Node
    readonly pace?: Node
  },
): AdamState {
  const { beta1, beta2, epsilon } = settings
  const m = b.add(b.mul(state.m, beta1), b.mul(gradient, 1 - beta1))
  const v = b.add(b.mul(state.v, beta2), b.mul(b.square(gradient), 1 - beta2))
  const spread = b.add(b.sqrt(b.div(v, bias(b, beta2, counts))), epsilon)
  const even = b.div(b.div(m, bias(b, beta1, counts)), spread)
  const step = pace ? b.mul(even, pace) : even
  const weights = decaying ? b.mul(state.theta, decaying) : state.theta
  const decayed = settings.type === 'adamw' ? b.add(step, b.mul(weights, settings.weightDecay)) : step
  return { theta: b.sub(state.theta, b.mul(decayed, rate)), m, v }
}

/** 1 − βᵗ by expm1, which keeps its digits in float32 where β is near 1. */
function bias(b: Builder, beta: number, counts: Node | readonly Stretch[]): Node {
  if (!('op' in counts)) {
    const each = counts.map(({ count, size }) => b.broadcast(bias(b, beta, count), [size]))
    return b.concat(each, 0)
  }
  const logBeta = Math.log(Math.max(beta, 1e-30)) // β = 0 keeps no memory: βᵗ vanishes
  return b.max(b.neg(b.expm1(b.mul(counts, logBeta))), 1e-30) // β = 1 never learns; 0/0 would be NaN
}
