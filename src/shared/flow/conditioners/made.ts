import { seeingContext, type Conditioner, type ConditionerOptions } from './conditioner'
import type { Parents } from './dependencies'
import { free } from './free'
import { network } from './network'

/**
 * MADE (Germain et al. 2015, arXiv:1502.03509): a network whose outputs for a coordinate see only its parents, here in
 * any graph without circles (Wehenkel & Louppe 2020, arXiv:2006.02548). The different sets of parents, small ones first,
 * are given to hidden units in turn; a unit of a set sees the inputs in it and the units whose sets it holds, and the
 * outputs for a coordinate see the units whose sets its parents hold. Residual blocks keep the sets, since all hidden
 * layers share them. When each coordinate has all before it as parents, these are the paper's degrees and masks (equations
 * 12 and 13), 1 + j mod (D − 1) for unit j: dealt out in turn, as in the code of MAF, where the paper draws them.
 *
 * Inputs are the D coordinates, or their first feature, then their second, …, and last the context, which all hidden units
 * see. So that the outputs for a coordinate without parents see it too, the empty set of parents has units of its own then.
 * Outputs come in groups: `perCoordinate` for coordinate 0, then for coordinate 1, … Without any parents, as for D = 1,
 * and without context they are free parameters.
 */
export function made(options: ConditionerOptions, parents: Parents, perCoordinate: number, features = 1): Conditioner {
  const dims = parents.length
  const outputs = dims * perCoordinate
  const { contextDims = 0 } = options
  const sets = differentSets(parents).filter((set) => set.length > 0 || contextDims > 0)
  if (sets.length === 0) return free(outputs)
  const holds = sets.map((outer) => sets.map((inner) => inner.every((i) => outer.includes(i))))
  const hidden = Array.from({ length: options.width }, (_, j) => j % sets.length)
  const coordinates = Array.from({ length: features * dims }, (_, i) => i % dims)
  const inputs = [...coordinates, ...new Array<'context'>(contextDims).fill('context')]
  const grouped = parents.flatMap((set) => {
    const held = sets.map((inner) => inner.every((i) => set.includes(i)))
    return new Array<readonly boolean[]>(perCoordinate).fill(held)
  })
  const masked = network(options, {
    inputs: inputs.length,
    outputs,
    masks: {
      first: maskOf(inputs, hidden, (input, unit) => input === 'context' || sets[unit].includes(input)),
      hidden: maskOf(hidden, hidden, (from, to) => holds[to][from]),
      last: maskOf(hidden, grouped, (unit, held) => held[unit]),
    },
  })
  return seeingContext(masked, contextDims)
}

/** The sets of parents, each once, by size and then as they come. */
function differentSets(parents: Parents): Parents {
  const byName = new Map(parents.map((set) => [set.join(), set]))
  return [...byName.values()].sort((a, b) => a.length - b.length)
}

/** [inputs, outputs]: 1 where `sees` lets an output see an input. */
function maskOf<I, O>(
  inputs: readonly I[],
  outputs: readonly O[],
  sees: (input: I, output: O) => boolean,
): Float64Array {
  return Float64Array.from(inputs.flatMap((input) => outputs.map((output) => (sees(input, output) ? 1 : 0))))
}
