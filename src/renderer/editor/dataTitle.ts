import type { DataSource } from '@shared/document/schema'
import type { DatasetEntry } from '@shared/rpc/protocol'
import { count } from '../charts/numbers'
import { counted, t } from '../strings/t'

/** A data source in a few words, from what is known before the engine has loaded it. */
export function dataTitle(source: DataSource, datasets: readonly DatasetEntry[]): string {
  switch (source.kind) {
    case 'toy':
    case 'energy':
    case 'builtin':
      return datasets.find((entry) => entry.kind === source.kind && entry.name === source.name)?.label ?? source.name
    case 'file':
      return source.path.split(/[/\\]/).at(-1) ?? source.path
    case 'table':
      return source.name
    default:
      return source satisfies never
  }
}

/** "2 columns · 16 000 rows", as far as known. */
export const dataNote = (dims: number | undefined, rows: number | undefined): string =>
  [
    dims === undefined ? '' : counted('editor.columns', dims),
    rows === undefined ? '' : counted('editor.rows', rows, { count: count(rows) }),
  ]
    .filter((words) => words !== '')
    .join(' · ') || t('editor.data')
