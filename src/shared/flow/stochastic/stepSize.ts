import type { Settings } from '../../catalogue/types'
import type { Node } from '../../tensor/ir/program'
import type { ParameterSpec, TraceContext } from '../bijector'
import { zeros } from '../initial'
import { bounded } from '../positive'
import { booleanSetting, numberSetting } from '../settings'

/** A learnt step is at most e³ ≈ 20 times the one set, and at least a twentieth. */
const RANGE = 3

/**
 * The step of a stochastic block, one for each coordinate: as set, h, or learnt from there, h exp(3 tanh(a/3)) with a
 * parameter `logStep` a [D] that starts at zero.
 */
export function stepSize(settings: Settings, dims: number) {
  const set = numberSetting(settings, 'step')
  const learns = booleanSetting(settings, 'learns')
  const parameters: readonly ParameterSpec[] = learns ? [zeros('logStep', [dims])] : []
  /** [D]. */
  const of = ({ b, parameter }: TraceContext): Node =>
    learns ? b.mul(b.exp(bounded(b, parameter('logStep'), RANGE)), set) : b.fill(set, [dims])
  return { parameters, of }
}
