import type { Conditioner, ConditionerOptions } from './conditioner'
import { free } from './free'
import { network } from './network'

type Degrees = readonly number[]

/** [inputs, outputs]: 1 where `sees` lets an output of its degree see an input of its degree. */
function maskOf(inputs: Degrees, outputs: Degrees, sees: (input: number, output: number) => boolean): Float64Array {
  return Float64Array.from(inputs.flatMap((input) => outputs.map((output) => (sees(input, output) ? 1 : 0))))
}

const reaches = (input: number, output: number) => output >= input
const strictlyAfter = (input: number, output: number) => output > input

/**
 * MADE (Germain et al. 2015, arXiv:1502.03509): a network whose outputs for coordinate i see only the coordinates before
 * it. Coordinate i has degree `rank[i]` in 1 … D, hidden unit j has degree 1 + j mod (D − 1); a hidden unit sees what has
 * no higher degree, an output only what has a lower one. Residual blocks keep degrees, since all hidden layers share them.
 *
 * Inputs are the D coordinates, or their first feature, then their second, …
 * Outputs come in groups: `perCoordinate` for coordinate 0, then for coordinate 1, … With D = 1 they are free parameters.
 */
export function made(options: ConditionerOptions, rank: Degrees, perCoordinate: number, features = 1): Conditioner {
  const dims = rank.length
  const outputs = dims * perCoordinate
  if (dims === 1) return free(outputs)
  const seen = new Array<Degrees>(features).fill(rank).flat()
  const hidden = Array.from({ length: options.width }, (_, j) => 1 + (j % (dims - 1)))
  const grouped = rank.flatMap((degree) => new Array<number>(perCoordinate).fill(degree))
  return network(options, {
    inputs: seen.length,
    outputs,
    masks: {
      first: maskOf(seen, hidden, reaches),
      hidden: maskOf(hidden, hidden, reaches),
      last: maskOf(hidden, grouped, strictlyAfter),
    },
  })
}
