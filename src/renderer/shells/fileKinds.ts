import type { MetricsFormat } from '@shared/rpc/protocol'

/** What a file that someone opens or drops can be. */
export type FileKind = 'document' | 'model' | 'data'

/** What a person can be asked for: one of the kinds, or any of them. */
export type FileChoice = FileKind | 'any'

/** Pictures, which may have a document in them. */
export const isPicture = (name: string): boolean => /\.(png|svg)$/i.test(name)

const tables = new Set(['csv', 'tsv', 'txt', 'npy', 'parquet'])

const [flows, data] = ['.json,.flow.json,.model.json,.png,.svg', '.csv,.tsv,.txt,.npy,.parquet']

/** Names of files that each choice is offered under. */
export const accepted: Record<FileChoice, string> = {
  document: flows,
  model: '.json,.model.json',
  data,
  any: `${data},${flows}`,
}

/** The kind of a file by its name and, for JSON, by the format it says it has. Null when it is none of ours. */
export function fileKind(name: string, text: string): FileKind | null {
  const extension = name.toLowerCase().split('.').at(-1) ?? ''
  if (tables.has(extension)) return 'data'
  if (extension !== 'json') return null
  return /"format"\s*:\s*"diffeo\/model"/.test(text.slice(0, 4096)) ? 'model' : 'document'
}

/** A file name from a document's name: "Two moons" → `two-moons.flow.json`. */
export const fileName = (name: string, kind: 'document' | 'model'): string =>
  `${slug(name)}.${kind === 'document' ? 'flow' : 'model'}.json`

/** The name of a file taken from a picture: document, view and step, as in `two-moons-density-step-1500.png`. */
export const pictureName = (name: string, view: string, step: number, extension: string): string =>
  `${slug(name)}-${view}-step-${String(step)}.${extension}`

/** The name of a file with the stack itself: `two-moons-stack.svg`. */
export const stackName = (name: string, extension: string): string => `${slug(name)}-stack.${extension}`

/** The name of a file with a run's curves; TensorBoard knows its own by `tfevents`. */
export const curvesName = (name: string, format: MetricsFormat): string =>
  format === 'tfevents' ? `events.out.tfevents.${slug(name)}` : `${slug(name)}-losses.${format}`

/** The name of a file with a table of words: `comparison-settings.csv`. */
export const tableName = (name: string): string => `${slug(name)}.csv`

const slug = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '') || 'untitled'
