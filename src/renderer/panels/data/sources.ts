import type { DataSource } from '@shared/document/schema'
import type { DatasetEntry } from '@shared/rpc/protocol'

const TOY_ROWS = 20_000

/** One string per data set, for a list of choices; the document's own table has none in the catalogue. */
export const keyOf = ({ kind, name }: { readonly kind: string; readonly name: string }): string => `${kind}:${name}`

/** The data source of a catalogue entry, its settings at their defaults; a generator keeps the seed and rows in use. */
export function sourceOf(entry: DatasetEntry, current: DataSource): DataSource {
  if (entry.kind === 'builtin') return { kind: 'builtin', name: entry.name, columns: null }
  if (entry.kind === 'energy') {
    const { samples, seed } = 'samples' in current ? current : { samples: TOY_ROWS, seed: 1 }
    return { kind: 'energy', name: entry.name, settings: defaultsOf(entry), dims: entry.dims, samples, seed }
  }
  const { samples, seed, fresh } = current.kind === 'toy' ? current : { samples: TOY_ROWS, seed: 1, fresh: false }
  return { kind: 'toy', name: entry.name, samples, seed, settings: defaultsOf(entry), fresh }
}

const defaultsOf = ({ settings }: DatasetEntry): Record<string, number> =>
  Object.fromEntries(settings.map((setting) => [setting.key, setting.default]))

/** The name that the data panel shows for a source which is not in the catalogue. */
export function ownName(source: DataSource): string {
  return source.kind === 'file' ? source.path : source.name
}
