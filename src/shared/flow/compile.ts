import { baseEntry, blockEntry, defaultSettings } from '../catalogue/registry'
import type { Settings } from '../catalogue/types'
import { sourceOf, stackOf } from '../document/chain'
import type { Issue, Outcome } from '../document/issue'
import type { FlowDocument } from '../document/schema'
import { FlowError, type Bijector } from './bijector'
import { Flow, type Part } from './flow'
import { invert } from './invert'
import { baseDefinitions, bijectorDefinitions } from './registry'
import type { TraceTarget } from './target'

const baseByType = new Map(baseDefinitions.map((definition) => [definition.type, definition]))
const bijectorByType = new Map(bijectorDefinitions.map((definition) => [definition.type, definition]))

/**
 * Makes each block of a checked document for D dimensions and a context of C numbers; a block whose settings do not fit
 * D is named. Stochastic blocks walk towards `target`, in even shares of the way from the base: the k-th of S at λ = k/S.
 */
export function compileFlow(
  document: FlowDocument,
  dims: number,
  contextDims = 0,
  target: TraceTarget | null = null,
): Outcome<Flow> {
  const stack = stackOf(document)
  const issues: Issue[] = []
  const make = <T>(node: string, path: string, create: () => T): T | null => {
    try {
      return create()
    } catch (error) {
      if (!(error instanceof FlowError)) throw error
      const source = sourceOf(document, node)
      // what does not fit in one repeat of a group does not fit in the others either
      if (!issues.some((issue) => issue.node === source && issue.message === error.message))
        issues.push({ severity: 'error', node: source, path, message: error.message })
      return null
    }
  }

  const base = make(stack.base.id, 'base', () => {
    const { type, settings } = stack.base
    const definition = baseByType.get(type)
    if (!definition) throw new FlowError(`There is no base distribution "${type}". Choose another.`)
    return definition.create({ ...defaultSettings(baseEntry(type)!), ...settings } as Settings, dims)
  })
  const bijectors = stack.bijectors.flatMap(({ id, type, settings, inverted, frozen }): Part<Bijector>[] => {
    const bijector = make(id, 'bijector', () => {
      const definition = bijectorByType.get(type)
      if (!definition) throw new FlowError(`There is no block "${type}". Remove it or choose another.`)
      const given = { ...defaultSettings(blockEntry(type)!), ...settings } as Settings
      const made = definition.create(given, dims, contextDims)
      if (made.stochastic && !target)
        throw new FlowError('walks towards the energy of the data, and it has none. Choose an energy as data.')
      return inverted ? invert(made) : made
    })
    return bijector ? [{ id, of: bijector, ...(frozen === true && { frozen }) }] : []
  })
  if (issues.length > 0 || !base) return { ok: false, issues }
  const parts = withPlaces(bijectors)
  return { ok: true, value: new Flow(dims, { id: stack.base.id, of: base }, parts, contextDims, target) }
}

/** Stochastic blocks with their share of the way. */
function withPlaces(parts: readonly Part<Bijector>[]): readonly Part<Bijector>[] {
  const all = parts.filter(({ of }) => of.stochastic)
  return parts.map((part) => (part.of.stochastic ? { ...part, lambda: (all.indexOf(part) + 1) / all.length } : part))
}
