import type { Settings } from '../../catalogue/types'
import { sizeOf } from '../../tensor/ir/shape'
import type { Node } from '../../tensor/ir/program'
import type { ParameterSpec, TraceContext } from '../bijector'
import { zeros } from '../initial'
import { seenContext } from './conditioner'

/** The parameters of a block without a network, as a context moves them. */
export interface MovedParameters {
  readonly parameters: readonly ParameterSpec[]
  /** A parameter by its name, [...shape], or [B, ...shape] where the block sees a context. */
  of(context: TraceContext, name: string): Node
}

/**
 * Each parameter p becomes p + c W: linear in what is given, so that every class of one has values of its own.
 * `<name>.context` W [C, size of p] is 0 at the start, and there is none where the block sees no context.
 */
export function movedByContext(
  settings: Settings,
  contextDims: number,
  parameters: readonly ParameterSpec[],
): MovedParameters {
  const seen = seenContext(settings, contextDims)
  if (seen === 0) return { parameters, of: ({ parameter }, name) => parameter(name) }
  const weights = parameters.map(({ name, shape }) => zeros(`${name}.context`, [seen, sizeOf(shape)]))
  return {
    parameters: [...parameters, ...weights],
    of: ({ b, parameter, context }, name) => {
      const still = parameter(name)
      const moved = b.matmul(context!, parameter(`${name}.context`))
      return b.add(still, b.reshape(moved, [moved.shape[0], ...still.shape]))
    },
  }
}
