import { blocks, defaultSettings, isStochastic } from '@shared/catalogue/registry'
import type { BlockEntry, CoordinateRange, RangeEnd, Setting, Settings, SettingValue } from '@shared/catalogue/types'
import type { Bijector } from '@shared/flow/bijector'
import { invert } from '@shared/flow/invert'
import { bijectorDefinitions } from '@shared/flow/registry'
import { Random } from '@shared/math/random'
import type { Flow } from '@shared/flow/flow'
import type { Direction } from './runs'

export const dimensions = [1, 2, 3, 5, 8]

/** A block of the registry with settings that may depend on D. */
export interface BlockCase {
  readonly name: string
  readonly entry: BlockEntry
  readonly create: (dims: number) => Bijector
  /** The D to try it for: fewer where a solver takes long and the case differs little from the plain one. */
  readonly dims: readonly number[]
  /** Where a coordinate may lie before a direction is taken. */
  readonly from: { readonly [D in Direction]: Interval }
  /** Whether the ends of these intervals belong to them; `unknown` where more than them does. */
  readonly ends: 'open' | 'closed' | 'unknown'
}

/** Ends of an open interval. */
export type Interval = readonly [number, number]

/**
 * A list that fits its constraint: the first coordinate is transformed, every coordinate moves on by one, or each depends
 * on every other one before it.
 */
function listFor(setting: Setting & { kind: 'integers' }, dims: number): readonly number[] {
  if (setting.constraint === 'graph') {
    const dependsOn = (i: number, j: number) => j < i && (i - j) % 2 === 1
    return Array.from({ length: dims * dims }, (_, at) => Number(dependsOn(Math.floor(at / dims), at % dims)))
  }
  return Array.from({ length: dims }, (_, i) => (setting.constraint === 'mask' ? (i + 1) % 2 : (i + 1) % dims))
}

/** Settings at their defaults, networks and mixtures made small, solvers as exact as may be, lists filled in. */
export function settingsFor(entry: BlockEntry, dims: number, changes: Settings = {}): Settings {
  const lists = entry.settings.flatMap((setting) =>
    setting.kind === 'integers' ? [[setting.key, listFor(setting, dims)] as const] : [],
  )
  const takes = (name: string) => entry.settings.some(({ key }) => key === name)
  const small: Settings = {
    ...(takes('width') && { width: 7, depth: 2 }),
    ...(takes('components') && { components: 2 }),
  }
  const exact = entry.settings.flatMap((setting) =>
    setting.kind === 'number' && setting.exact ? [[setting.key, setting[setting.exact]] as const] : [],
  )
  return { ...defaultSettings(entry), ...small, ...Object.fromEntries(exact), ...Object.fromEntries(lists), ...changes }
}

export function create(entry: BlockEntry, dims: number, changes: Settings = {}, contextDims = 0): Bijector {
  const definition = bijectorDefinitions.find(({ type }) => type === entry.type)!
  return definition.create(settingsFor(entry, dims, changes), dims, contextDims)
}

/** A vector or a well-conditioned matrix without symmetry: 2 and −1.5 in turn on the diagonal, smaller numbers beside it. */
function numbersFor({ form }: Setting & { kind: 'matrix' }, dims: number): readonly number[] {
  const entry = (i: number, j: number) => (i === j ? (i % 2 ? -1.5 : 2) : Math.sin(1 + 3 * i + 7 * j) / dims)
  return Array.from({ length: form === 'square' ? dims * dims : dims }, (_, at) =>
    entry(Math.floor(at / dims), at % dims),
  )
}

/** A value that may depend on D. */
type ValueFor = SettingValue | ((dims: number) => SettingValue)

/** Each value other than the default that a choice or a switch can take, and one of a matrix: such as are seen outside training. */
function alternatives(setting: Setting): ValueFor[] {
  if (setting.trainingOnly) return []
  if (setting.kind === 'matrix') return [(dims) => numbersFor(setting, dims)]
  if (setting.kind === 'choice')
    return setting.options.flatMap(({ value }) => (value === setting.default ? [] : [value]))
  return setting.kind === 'boolean' ? [!setting.default] : []
}

/** The ends of a range with its settings filled in; all of ℝ where there is none. */
export function intervalOf(range: CoordinateRange | undefined, settings: Settings): Interval {
  const end = (of: RangeEnd) => (typeof of === 'number' ? of : of.times * Number(settings[of.setting]))
  return range ? [end(range.from), end(range.to)] : [-Infinity, Infinity]
}

function endsOf({ domain, codomain }: BlockEntry, isOwn: boolean): BlockCase['ends'] {
  if (domain?.atLeast || codomain?.atLeast) return 'unknown'
  return isOwn || domain?.closed || codomain?.closed ? 'closed' : 'open'
}

/** Whether a block is found by a solver, only as exactly as its settings say. */
export const isSolved = ({ settings }: BlockEntry): boolean =>
  settings.some((setting) => setting.kind === 'number' && setting.exact !== undefined)

function caseOf(entry: BlockEntry, label: string, changes: Readonly<Record<string, ValueFor>>): BlockCase[] {
  const changesFor = (dims: number): Settings =>
    Object.fromEntries(Object.entries(changes).map(([key, of]) => [key, typeof of === 'function' ? of(dims) : of]))
  const make = (dims: number) => create(entry, dims, changesFor(dims))
  const settings = settingsFor(entry, 1, changesFor(1))
  const { domain, codomain } = make(1)
  const [z, x] = [domain ?? intervalOf(entry.domain, settings), codomain ?? intervalOf(entry.codomain, settings)]
  const ends = endsOf(entry, domain !== undefined)
  const solved = isSolved(entry)
  const dims = solved && label !== '' ? [2] : dimensions
  return [
    { name: `${entry.type}${label}`, entry, create: make, dims, from: { forward: z, inverse: x }, ends },
    {
      name: `${entry.type}${label}, inverted`,
      entry,
      create: (dims) => invert(make(dims)),
      dims: solved ? [2] : dimensions,
      from: { forward: x, inverse: z },
      ends,
    },
  ]
}

/** How far `into` goes towards an end: e⁻¹² of the way is left, which single precision tells from the end itself. */
const nearest = 12

/** ℝ → an open interval, not decreasing; the identity for ℝ itself. */
export function into([low, high]: Interval, anywhere: number): number {
  if (low === -Infinity && high === Infinity) return anywhere
  const value = Math.max(anywhere, -nearest)
  if (high === Infinity) return low + Math.log1p(Math.exp(-Math.abs(value))) + Math.max(value, 0)
  if (low === -Infinity) return -into([-high, Infinity], -anywhere)
  return low + (high - low) / (1 + Math.exp(-Math.min(value, nearest)))
}

/** Blocks that are maps, and those that move points by chance, whose promises are others (`stochastic.test.ts`). */
export const maps = blocks.filter(({ type }) => !isStochastic(type))
const walks = blocks.filter(({ type }) => isStochastic(type))

/** Every map of the catalogue at its defaults, as it is and inverted. */
export const plainCases: readonly BlockCase[] = maps.flatMap((entry) => caseOf(entry, '', {}))

/** Whether a block before it in its family has the very same setting, such as those of a network. */
const isShared = (entry: BlockEntry, setting: Setting): boolean =>
  blocks
    .slice(0, blocks.indexOf(entry))
    .some(({ family, settings }) => family === entry.family && settings.includes(setting))

/**
 * The same, and each again with every choice and switch at every other value. A setting that blocks of a family share is
 * varied in the first of them.
 */
export const variedCases: readonly BlockCase[] = [...plainCases, ...maps.flatMap(variantsOf)]

/** Every stochastic block in the same way. */
export const stochasticCases: readonly BlockCase[] = walks.flatMap((entry) => [
  ...caseOf(entry, '', {}),
  ...variantsOf(entry),
])

function variantsOf(entry: BlockEntry): readonly BlockCase[] {
  return entry.settings.flatMap((setting) => {
    if (isShared(entry, setting)) return []
    return alternatives(setting).flatMap((value) =>
      caseOf(entry, ` with ${setting.key} ${typeof value === 'function' ? 'given' : String(value)}`, {
        [setting.key]: value,
      }),
    )
  })
}

/** θ of a fresh flow. */
export const fresh = (flow: Flow, seed: number): Float64Array => flow.initialParameters(new Random(seed))

/** θ away from its start: each entry moved by N(0, spread²). */
export function moved(flow: Flow, seed: number, spread = 0.3): Float64Array {
  const random = new Random(seed).fork('moved')
  return fresh(flow, seed).map((value) => value + spread * random.normal())
}

/** Standard normal rows, [n, D] row-major, brought into an interval if there is one. */
export function normalRows(n: number, dims: number, seed: number, deviation = 1, within?: Interval): Float64Array {
  const random = new Random(seed).fork('rows')
  return Float64Array.from({ length: n * dims }, () =>
    into(within ?? [-Infinity, Infinity], deviation * random.normal()),
  )
}
