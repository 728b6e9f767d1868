import type { Settings } from '../../catalogue/types'
import type { Node } from '../../tensor/ir/program'
import type { ParameterSpec, TraceContext } from '../bijector'
import { booleanSetting, choiceSetting, numberSetting } from '../settings'
import { isActivation, type Activation } from './activation'

/** Computes a transformer's numbers from the coordinates it may see. Its outputs start at zero. */
export interface Conditioner {
  readonly parameters: readonly ParameterSpec[]
  /** [B, inputs] → [B, outputs]; [outputs] when they depend on no coordinate. */
  apply(context: TraceContext, x: Node): Node
}

/** The settings that every network conditioner takes, as in the catalogue. */
export interface ConditionerOptions {
  /** Units in each hidden layer. */
  readonly width: number
  /** Hidden layers, or residual blocks after the first layer. */
  readonly depth: number
  readonly activation: Activation
  readonly residual: boolean
  /** The share of hidden numbers that a training step leaves out; none when left out. */
  readonly dropout?: number
}

export function conditionerOptions(settings: Settings): ConditionerOptions {
  const activation = choiceSetting(settings, 'activation')
  if (!isActivation(activation)) throw new Error(`internal: there is no activation "${activation}"`)
  return {
    width: numberSetting(settings, 'width'),
    depth: numberSetting(settings, 'depth'),
    activation,
    residual: booleanSetting(settings, 'residual'),
    dropout: numberSetting(settings, 'dropout'),
  }
}
