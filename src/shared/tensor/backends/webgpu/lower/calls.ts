/** A call of a step's function. */
export interface Call {
  readonly name: string
  readonly parameters: readonly number[]
}

/** What is done between two barriers: calls, or a text that is none. */
export type Item = readonly Call[] | string

/** Items done one after another, or as often as `times` with other numbers each time. */
export type Part =
  | { readonly kind: 'once'; readonly item: Item }
  | {
      readonly kind: 'repeated'
      readonly times: number
      readonly items: readonly (readonly Call[])[]
      readonly numbers: readonly (readonly number[])[]
    }

/** The longest stretch that is looked for again: a layer, forward or backward, is shorter. */
const LONGEST = 40

const shape = (item: Item): string | null =>
  typeof item === 'string' ? null : item.map(({ name, parameters }) => `${name}/${parameters.length}`).join(' ')

/**
 * Finds stretches that follow one another and differ by numbers alone, as those of a flow's layers do: written once, in a
 * loop, they are compiled once.
 */
export function repeatedParts(items: readonly Item[]): readonly Part[] {
  const shapes = items.map(shape)
  const parts: Part[] = []
  for (let at = 0; at < items.length;) {
    const { period, times } = bestAt(shapes, at)
    if (times < 2) {
      parts.push({ kind: 'once', item: items[at] })
      at++
      continue
    }
    const stretch = (turn: number) =>
      items.slice(at + turn * period, at + (turn + 1) * period) as readonly (readonly Call[])[]
    const numbers = Array.from({ length: times }, (_, turn) => stretch(turn).flatMap((calls) => calls.flatMap(({ parameters }) => parameters))) // prettier-ignore
    parts.push({ kind: 'repeated', times, items: stretch(0), numbers })
    at += times * period
  }
  return parts
}

/** The stretch from here whose repetition saves most. */
function bestAt(shapes: readonly (string | null)[], at: number): { readonly period: number; readonly times: number } {
  let best = { period: 1, times: 1 }
  for (let period = 1; period <= Math.min(LONGEST, (shapes.length - at) / 2); period++) {
    let end = at
    while (end < shapes.length && shapes[end] !== null && (end < at + period || shapes[end] === shapes[end - period]))
      end++
    const times = Math.floor((end - at) / period)
    if ((times - 1) * period > (best.times - 1) * best.period) best = { period, times }
  }
  return best
}
