import { extname, resolve } from 'node:path'
import { targetEntry } from '@shared/catalogue/targets'
import type { DataSource } from '@shared/document/schema'
import { findToy } from '@shared/learn/data'

/** What `--data` names: a file when it has an extension, else a built-in set. `samples` is for generators. */
export function sourceNamed(text: string, samples = 20_000): DataSource {
  if (extname(text) !== '') return { kind: 'file', path: resolve(text), columns: null }
  const energy = targetEntry(text)
  if (energy) return { kind: 'energy', name: text, settings: {}, dims: energy.dims.from, samples, seed: 1 }
  return findToy(text).ok
    ? { kind: 'toy', name: text, samples, seed: 1, settings: {}, fresh: false }
    : { kind: 'builtin', name: text, columns: null }
}
