import { seeingContext, type Conditioner, type ConditionerOptions } from './conditioner'
import { free } from './free'
import { network } from './network'

/** A multilayer perceptron in which every output sees every input and all of the context; without either, free parameters. */
export function mlp(options: ConditionerOptions, inputs: number, outputs: number): Conditioner {
  const { contextDims = 0 } = options
  const seen = inputs + contextDims
  return seen === 0 ? free(outputs) : seeingContext(network(options, { inputs: seen, outputs }), contextDims)
}
