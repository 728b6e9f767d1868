import { graphFault, parentsFrom } from '../../catalogue/graph'
import type { Settings } from '../../catalogue/types'
import { FlowError } from '../bijector'
import { choiceSetting, integersSetting } from '../settings'

/** For each coordinate those it depends on, ascending; no coordinate depends on itself, even by way of others. */
export type Parents = readonly (readonly number[])[]

/** The dependencies that the settings `order` and `graph` of an autoregressive block ask for. */
export function dependencies(settings: Settings, dims: number): Parents {
  const all = Array.from({ length: dims }, (_, i) => i)
  const order = choiceSetting(settings, 'order')
  switch (order) {
    case 'natural':
      return all.map((i) => all.slice(0, i))
    case 'reverse':
      return all.map((i) => all.slice(i + 1))
    case 'graph': {
      const entries = integersSetting(settings, 'graph')
      const fault = graphFault(entries, dims)
      if (fault) throw new FlowError(`graph ${fault}`)
      return parentsFrom(entries!, dims)
    }
    default:
      throw new Error(`internal: there is no order "${order}"`)
  }
}

/** The coordinates by the length of the longest path to them: first those without parents, then what needs only them … */
export function generations(parents: Parents): readonly (readonly number[])[] {
  const depth = (i: number): number => (depths[i] ??= Math.max(-1, ...parents[i].map(depth)) + 1)
  const depths: number[] = []
  parents.forEach((_, i) => depth(i))
  return Array.from({ length: Math.max(...depths) + 1 }, (_, level) =>
    depths.flatMap((d, i) => (d === level ? [i] : [])),
  )
}
