import type { Settings } from '../../catalogue/types'
import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import type { BijectorDefinition, Mapped, TraceContext } from '../bijector'
import { zeros } from '../initial'
import { pinned } from '../pinned'
import type { Transformed } from '../transformers/transformer'
import { within, type Range } from './range'

/** An increasing map of one coordinate, taken of each by itself, its shape given by learnt numbers if it has any. */
export interface ScalarMap {
  /** Names of the learnt numbers, each [D], one per coordinate, and zero at the start. */
  readonly parameters?: readonly string[]
  /** Whether these numbers, all zero, make the identity; in x → z it is then exactly that. */
  readonly startsAsIdentity?: true
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
      inverseAndLogDet: (context, x) => {
        const mapped = through('inverse', map.codomain)(context, x)
        return map.startsAsIdentity ? { ...mapped, value: startOf(context, names, mapped.value, x) } : mapped
      },
    }
  },
})

/** The value z of x, exactly x in coordinates whose numbers all are still zero. */
function startOf({ b, parameter }: TraceContext, names: readonly string[], value: Node, x: Node): Node {
  const still = names.map((name) => b.equal(parameter(name), 0)).reduce((all, one) => b.and(all, one))
  return pinned(b, value, still, x)
}
