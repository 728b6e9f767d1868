import { failure, type Outcome } from '../../../document/issue'
import { checkerboard } from './checkerboard'
import { circles, rings } from './circles'
import { helix, trefoil } from './curves3d'
import { eightGaussians, mixture1d } from './gaussians'
import { twoMoons } from './moons'
import { pinwheel } from './pinwheel'
import { twoSpirals } from './spirals'
import { swissRoll } from './swissRoll'
import { torus } from './torus'
import type { ToySet, ToySettings } from './toy'

/** Every built-in generator, in the order of the gallery. */
export const toySets: readonly ToySet[] = [
  twoMoons,
  circles,
  rings,
  eightGaussians,
  pinwheel,
  swissRoll,
  checkerboard,
  twoSpirals,
  helix,
  trefoil,
  torus,
  mixture1d,
]

export function findToy(name: string): Outcome<ToySet> {
  const toy = toySets.find((candidate) => candidate.name === name)
  if (toy) return { ok: true, value: toy }
  const names = toySets.map((candidate) => candidate.name).join(', ')
  return failure(`Data: there is no toy set "${name}". Choose one of ${names}.`, 'data.source.name')
}

/** The toy's settings with `given` over its defaults; an unknown key or a value out of range is named. */
export function resolveSettings(toy: ToySet, given: ToySettings): Outcome<ToySettings> {
  const values: Record<string, number> = {}
  for (const setting of toy.settings) {
    const value = Object.hasOwn(given, setting.key) ? given[setting.key] : setting.default
    if (!(value >= setting.min && value <= setting.max)) {
      const range = `expected ${setting.min} to ${setting.max}`
      return failure(
        `Data "${toy.name}": setting "${setting.key}" is ${value}, ${range}. Change it in the data panel.`,
        `data.source.settings.${setting.key}`,
      )
    }
    values[setting.key] = value
  }
  const unknown = Object.keys(given).find((key) => !Object.hasOwn(values, key))
  if (unknown !== undefined) {
    const keys = toy.settings.map((setting) => setting.key).join(', ') || 'none'
    return failure(
      `Data "${toy.name}": there is no setting "${unknown}"; expected ${keys}. Remove it.`,
      `data.source.settings.${unknown}`,
    )
  }
  return { ok: true, value: values }
}
