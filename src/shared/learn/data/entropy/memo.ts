import type { ToySettings } from '../toys/toy'

const CAPACITY = 64

/** Remembers the last results of an entropy by its settings, so that opening a document twice integrates once. */
export function memoise(entropy: (settings: ToySettings) => number): (settings: ToySettings) => number {
  const known = new Map<string, number>()
  return (settings) => {
    const key = JSON.stringify(Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1)))
    const found = known.get(key)
    if (found !== undefined) return found
    const value = entropy(settings)
    if (known.size >= CAPACITY) known.delete(known.keys().next().value!)
    known.set(key, value)
    return value
  }
}
