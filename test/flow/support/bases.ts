import { bases, defaultSettings } from '@shared/catalogue/registry'
import type { BaseEntry, Settings } from '@shared/catalogue/types'
import type { Base } from '@shared/flow/bijector'
import type { Flow } from '@shared/flow/flow'
import { baseDefinitions } from '@shared/flow/registry'
import { flowOf } from './runs'

/** A base of the registry at some settings. */
export interface BaseCase {
  readonly name: string
  readonly entry: BaseEntry
  readonly create: (dims: number) => Base
  /** A flow of the base alone. */
  readonly flow: (dims: number) => Flow
}

/** Bases whose density ends with a step. */
const edged = ['uniform', 'torus']
export const isEdged = ({ entry }: BaseCase): boolean => edged.includes(entry.type)

export const baseOf = (type: string, dims: number, changes: Settings = {}): Base =>
  baseDefinitions
    .find((definition) => definition.type === type)!
    .create({ ...defaultSettings(bases.find((entry) => entry.type === type)!), ...changes }, dims)

function caseOf(entry: BaseEntry, changes: Settings): BaseCase {
  const create = (dims: number) => baseOf(entry.type, dims, changes)
  const label = Object.entries(changes).map(([key, value]) => ` with ${key} ${String(value)}`)
  return { name: `${entry.type}${label.join('')}`, entry, create, flow: (dims) => flowOf(dims, [], create(dims)) }
}

/** Every base at its defaults. */
export const plainBases: readonly BaseCase[] = bases.map((entry) => caseOf(entry, {}))

/** The same, and each again with each switch turned, each choice at its other values and each number at both ends. */
export const variedBases: readonly BaseCase[] = bases.flatMap((entry) => [
  caseOf(entry, {}),
  ...entry.settings.flatMap((setting) => {
    const others =
      setting.kind === 'number'
        ? [setting.min, setting.max]
        : setting.kind === 'boolean'
          ? [!setting.default]
          : setting.kind === 'choice'
            ? setting.options.map(({ value }) => value).filter((value) => value !== setting.default)
            : []
    return others.map((value) => caseOf(entry, { [setting.key]: value }))
  }),
])
