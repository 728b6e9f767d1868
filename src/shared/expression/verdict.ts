import { analyse, sliver, type OneToOne } from './analyse'
import { readExpression } from './read'
import type { Expression } from './syntax'
import { number, place, span } from './words'

/** What f does outside its interval: lines go on with the slopes at its ends, or there is nothing. */
export type Outside = 'lines' | 'nothing'

/** A typed expression with what was proved of it, or why it cannot be a block; `words` is for the person who typed it. */
export type Verdict =
  | { readonly ok: true; readonly words: string; readonly f: Expression; readonly proved: OneToOne }
  | { readonly ok: false; readonly words: string }

/** Lines with less slope than this could not be followed back. */
const leastEndSlope = 1e-6

/** The last few, since one is asked for at each key and again by whoever draws it. */
const known = new Map<string, Verdict>()
const mostKnown = 32

/** Reads a text and decides whether it is an invertible map on the interval, continued as `outside` says. */
export function verdictOf(text: string, from: number, to: number, outside: Outside): Verdict {
  const key = JSON.stringify([text, from, to, outside])
  const found = known.get(key) ?? judge(text, from, to, outside)
  known.delete(key)
  known.set(key, found)
  if (known.size > mostKnown) known.delete(known.keys().next().value!)
  return found
}

function judge(text: string, from: number, to: number, outside: Outside): Verdict {
  const read = readExpression(text)
  if (!read.ok) return read
  const proved = analyse(read.f, from, to)
  if (!proved.ok) return { ok: false, words: proved.reason }
  const fault = outside === 'lines' ? lineFault(proved) : null
  return fault ? { ok: false, words: fault } : { ok: true, words: praise(proved), f: read.f, proved }
}

/** Why straight lines cannot continue f, or null when they can. */
function lineFault({ monotone, pieces, endSlopes, from, to }: OneToOne): string | null {
  const remedy = 'set “Outside” to “Nothing”'
  const both = pieces.some(({ rises }) => rises) && !pieces.every(({ rises }) => rises)
  if (!monotone)
    return `f is one-to-one on ${span(from, to)} but ${both ? 'both rises and falls' : 'its pieces are not in order'}, so lines beyond its ends would meet values it has. Instead, ${remedy}.`
  const flat = endSlopes.findIndex((slope) => !(Math.abs(slope) >= leastEndSlope))
  if (flat < 0) return null
  const [end, slope] = [[from, to][flat], endSlopes[flat]]
  const what = Number.isNaN(slope) ? 'it has a kink' : `its slope is ${number(slope)}`
  return `f is ${monotone}, but ${what} at the end z = ${place(end)}, expected a slope of at least 10⁻⁶ to go on as a line. Move that end, or ${remedy}.`
}

const range = (low: number, high: number): string => `${number(low)} … ${number(high)}`

/** Which way pieces run: they differ, or their values are not in the order of z. */
function courses(pieces: OneToOne['pieces']): string {
  if (pieces.every(({ rises }) => rises)) return 'each rising'
  return pieces.some(({ rises }) => rises) ? 'which rise and fall' : 'each falling'
}

function praise({ monotone, pieces, flatAt, from, to }: OneToOne): string {
  const values = range(Math.min(...pieces.map(({ low }) => low)), Math.max(...pieces.map(({ high }) => high)))
  const what = monotone
    ? `Invertible: ${monotone} on ${span(from, to)}, with values ${values}.`
    : `Invertible on ${span(from, to)} in ${pieces.length} pieces, ${courses(pieces)}, with values ${values}.`
  const gaps = gapsOf(pieces).map((gap) => range(...gap))
  const missing = gaps.length > 0 ? ` It jumps, so values in ${gaps.join(' and ')} are never taken.` : ''
  const flat = flatAt.length > 0 ? ` Its slope is 0 at z = ${[...new Set(flatAt.map(place))].join(', ')}.` : ''
  return what + missing + flat
}

/** Values between those of f that it jumps over, in ascending order. */
export function gapsOf(pieces: OneToOne['pieces']): readonly (readonly [number, number])[] {
  const upwards = [...pieces].sort((a, b) => a.low - b.low)
  return upwards.slice(1).flatMap(({ low }, i) => {
    const { high } = upwards[i]
    return low - high > sliver(low) ? [[high, low] as const] : []
  })
}
