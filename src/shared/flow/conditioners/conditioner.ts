import type { Settings } from '../../catalogue/types'
import type { Node } from '../../tensor/ir/program'
import type { ParameterSpec, TraceContext } from '../bijector'
import { booleanSetting, choiceSetting, numberSetting } from '../settings'
import { isActivation, type Activation } from './activation'
import type { Dense } from './dense'

/** Computes a transformer's numbers from the coordinates it may see, and from the context. Its outputs start at zero. */
export interface Conditioner {
  readonly parameters: readonly ParameterSpec[]
  /** [B, inputs] → [B, outputs]; [outputs] when they depend on nothing. Null where there are no inputs. */
  apply(context: TraceContext, x: Node | null): Node
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
  /** Numbers of context that the network sees behind its inputs; none when left out. */
  readonly contextDims?: number
}

/** `contextDims` is C of the flow; the settings say whether the block sees it. */
export function conditionerOptions(settings: Settings, contextDims = 0): ConditionerOptions {
  const activation = choiceSetting(settings, 'activation')
  if (!isActivation(activation)) throw new Error(`internal: there is no activation "${activation}"`)
  return {
    width: numberSetting(settings, 'width'),
    depth: numberSetting(settings, 'depth'),
    activation,
    residual: booleanSetting(settings, 'residual'),
    dropout: numberSetting(settings, 'dropout'),
    contextDims: seenContext(settings, contextDims),
  }
}

/** How much of a context of C numbers a block with these settings sees: all of it or, when switched off, none. */
export const seenContext = (settings: Settings, contextDims: number): number =>
  contextDims > 0 && booleanSetting(settings, 'context') ? contextDims : 0

/** A network of x [B, inputs] and then the context: what `network` takes, as a conditioner. */
export const seeingContext = (network: Dense, contextDims: number): Conditioner => ({
  parameters: network.parameters,
  apply: (context, x) => {
    const seen = [...(x ? [x] : []), ...(contextDims > 0 && context.context ? [context.context] : [])]
    return network.apply(context, seen.length > 1 ? context.b.concat(seen, -1) : seen[0])
  },
})
