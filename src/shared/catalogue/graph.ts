import type { SettingValue } from './types'

/**
 * The graph of an autoregressive block as the coordinates it may depend on, for each coordinate in ascending order.
 * `entries` holds D rows of D: entry j of row i is 1 where coordinate i depends on j.
 */
export const parentsFrom = (entries: readonly number[], dims: number): readonly (readonly number[])[] =>
  Array.from({ length: dims }, (_, i) =>
    Array.from({ length: dims }, (_, j) => j).filter((j) => entries[i * dims + j] === 1),
  )

/**
 * What is wrong with a graph, as "expected …, got …. remedy", or null when it is fine: D·D entries of 0 or 1 without a
 * circle. Where D is not known it must at least be a square. Coordinates are counted from 1, as the inspector does.
 */
export function graphFault(entries: SettingValue, dims?: number): string | null {
  if (!Array.isArray(entries)) return 'is not given, expected rows of 0 and 1. Enter the graph.'
  const list = entries as readonly number[]
  const side = dims ?? Math.round(Math.sqrt(list.length))
  if (list.length !== side * side || list.length === 0)
    return dims === undefined
      ? `has ${list.length} entries, expected as many rows as columns. Edit the graph.`
      : `has ${list.length} entries, expected ${side} rows of ${side} (the data's dimension). Edit the graph.`
  const wrong = list.findIndex((entry) => entry !== 0 && entry !== 1)
  if (wrong >= 0) return `entry ${wrong + 1} is ${list[wrong]}, expected 0 or 1. Edit the graph.`
  const cycle = cycleIn(parentsFrom(list, side))
  if (!cycle) return null
  const named = cycle.map((i) => String(i + 1)).join(' → ')
  return `has a circle, ${named} (each needs the next), expected none. Remove one of its ones.`
}

/** Coordinates that need each other in a circle, the first named again at the end; null when there is none. */
function cycleIn(parents: readonly (readonly number[])[]): readonly number[] | null {
  const finished = new Set<number>()
  const walk = (i: number, path: readonly number[]): readonly number[] | null => {
    const met = path.indexOf(i)
    if (met >= 0) return [...path.slice(met), i]
    if (finished.has(i)) return null
    for (const parent of parents[i]) {
      const found = walk(parent, [...path, i])
      if (found) return found
    }
    finished.add(i)
    return null
  }
  for (let i = 0; i < parents.length; i++) {
    const found = walk(i, [])
    if (found) return found
  }
  return null
}
