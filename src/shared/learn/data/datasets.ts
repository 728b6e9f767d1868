import { briefly } from '../../catalogue/citations'
import { targetEntries } from '../../catalogue/targets'
import { readBuiltins, type ReadResource } from './builtins'
import { toySets } from './toys/registry'
import type { ToySetting } from './toys/toy'

/** A data set a person can choose, as the gallery shows it. */
export interface DatasetListing {
  readonly kind: 'toy' | 'energy' | 'builtin'
  readonly name: string
  readonly label: string
  readonly dims: number
  /** Rows of a built-in file; null for a generator. */
  readonly rows: number | null
  readonly summary: string
  readonly source: string
  readonly licence: string | null
  readonly settings: readonly ToySetting[]
}

/** Every generator, then every target with an energy, then every data set shipped with the app. */
export async function listDatasets(readResource: ReadResource): Promise<readonly DatasetListing[]> {
  const toys = toySets.map(({ name, label, dims, summary, source, settings }): DatasetListing => ({
    kind: 'toy',
    name,
    label,
    dims,
    rows: null,
    summary,
    source,
    licence: null,
    settings,
  }))
  const builtins = (await readBuiltins(readResource)).map(
    ({ name, label, dims, rows, summary, source, licence }): DatasetListing => ({
      kind: 'builtin',
      name,
      label,
      dims,
      rows,
      summary,
      source,
      licence,
      settings: [],
    }),
  )
  const energies = targetEntries.map(({ type, label, dims, summary, citation, settings }): DatasetListing => ({
    kind: 'energy',
    name: type,
    label,
    dims: dims.usual,
    rows: null,
    summary,
    source: citation ? `${briefly(citation)}, ${citation.source}` : 'typed by you',
    licence: null,
    settings: settings.filter((setting) => setting.kind === 'number'),
  }))
  return [...toys, ...energies, ...builtins]
}
