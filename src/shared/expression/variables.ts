/** What an expression may depend on. Several names may stand for one variable. */
export interface Variables {
  /** The place of each name's variable among the values that `evaluateAt` takes. */
  readonly places: ReadonlyMap<string, number>
  /** All of them, for a sentence. */
  readonly words: string
  /** One of them, for an example. */
  readonly first: string
}

/** z alone: a map of one coordinate. */
export const latent: Variables = { places: new Map([['z', 0]]), words: 'z', first: 'z' }

const short = ['x', 'y', 'z'] as const

/** The D coordinates of x: x1 to xD, and x, y, z where these are enough. */
export function coordinates(dims: number): Variables {
  const numbered = Array.from({ length: dims }, (_, d) => `x${d + 1}`)
  const names = dims <= short.length ? short.slice(0, dims) : numbered
  const places = [...numbered.entries(), ...names.entries()].map(([place, name]): [string, number] => [name, place])
  const words = dims <= 4 ? names.join(', ') : `x1 … x${dims}`
  return { places: new Map(places), words, first: names[0] }
}
