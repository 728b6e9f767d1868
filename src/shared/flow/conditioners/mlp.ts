import type { Conditioner, ConditionerOptions } from './conditioner'
import { free } from './free'
import { network } from './network'

/** A multilayer perceptron in which every output sees every input; without inputs, free parameters. */
export const mlp = (options: ConditionerOptions, inputs: number, outputs: number): Conditioner =>
  inputs === 0 ? free(outputs) : network(options, { inputs, outputs })
