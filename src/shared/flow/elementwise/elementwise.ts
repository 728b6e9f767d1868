import type { Settings } from '../../catalogue/types'
import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import type { BijectorDefinition, Mapped, TraceContext } from '../bijector'
import { zeros } from '../initial'
import type { Transformed } from '../transformers/transformer'
import { within, type Range } from './range'

/** An increasing map of one coordinate, taken of each by itself, its shape given by learnt numbers if it has any. */
export interface ScalarMap {
  /** Names of the learnt numbers, each [D], one per coordinate, and zero at the start. */
  readonly parameters?: readonly string[]
  /** Where z must lie, when that is not all of ℝ. */
  readonly domain?: Range
  /** Where x lies, when that is not all of ℝ. */
  readonly codomain?: Range
  /** z → x, given the learnt numbers in the order of their names. */
  forward(b: Builder, z: Node, parameters: readonly Node[]): Transformed
  /** x → z. */
  inverse(b: Builder, x: Node, parameters: readonly Node[]): Transformed
}

/** The block that takes each coordinate through a map of its own: log|det| is the sum of the logarithms of the slopes. */
export const elementwise = (type: string, mapOf: (settings: Settings) => ScalarMap): BijectorDefinition => ({
  type,
  create: (settings, dims) => {
    const map = mapOf(settings)
    const names = map.parameters ?? []
    const through =
      (direction: 'forward' | 'inverse', range: Range | undefined) =>
      ({ b, parameter }: TraceContext, from: Node): Mapped => {
        const numbers = names.map(parameter)
        const { value, logSlope } = within(b, range, from, (inside) => map[direction](b, inside, numbers))
        return { value, logDet: logSlope ? b.sum(logSlope, [-1]) : b.scalar(0) }
      }
    return {
      parameters: names.map((name) => zeros(name, [dims])),
      forwardAndLogDet: through('forward', map.domain),
      inverseAndLogDet: through('inverse', map.codomain),
    }
  },
})
