import { extname, resolve } from 'node:path'
import { mostCoordinates } from '@shared/expression/energy'
import { textFault } from '@shared/expression/read'
import { coordinates } from '@shared/expression/variables'
import { targetEntry } from '@shared/catalogue/targets'
import type { DataSource } from '@shared/document/schema'
import { findToy } from '@shared/learn/data'
import { range } from '@shared/tensor/ir/range'

/** How an energy of one's own begins, as in `energy: x^2 + y^4`. */
const TYPED = 'energy:'

/** What `--data` names: a typed energy, a file when it has an extension, else a built-in set. `samples` is for generators. */
export function sourceNamed(text: string, samples = 20_000): DataSource {
  if (text.startsWith(TYPED)) {
    const expression = text.slice(TYPED.length).trim()
    // as few coordinates as it takes; where none do, opening it says what is wrong with the names that it uses
    const dims =
      range(1, mostCoordinates + 1).find((count) => textFault(expression, coordinates(count)) === null) ??
      (/x\d/.test(expression) ? mostCoordinates : 3)
    return { kind: 'energy', name: 'custom', settings: { expression }, dims, samples, seed: 1 }
  }
  if (extname(text) !== '') return { kind: 'file', path: resolve(text), columns: null }
  const energy = targetEntry(text)
  if (energy) return { kind: 'energy', name: text, settings: {}, dims: energy.dims.usual, samples, seed: 1 }
  return findToy(text).ok
    ? { kind: 'toy', name: text, samples, seed: 1, settings: {}, fresh: false }
    : { kind: 'builtin', name: text, columns: null }
}
