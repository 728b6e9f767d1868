import { evaluateAt } from './evaluate'
import { largest } from './jet'
import { readExpression } from './read'
import type { Expression, If } from './syntax'
import { coordinates } from './variables'
import { number, place } from './words'

/** A typed energy with what a grid of the box told of it, or why it cannot be a target; `words` are for who typed it. */
export type EnergyVerdict =
  | {
      readonly ok: true
      readonly words: string
      /** Whether mass runs on at the walls, so that they shape the target. */
      readonly walled: boolean
      readonly U: Expression
      /** Places at which each condition holds and does not, of those on the grid. */
      readonly places: ReadonlyMap<If, { readonly then?: readonly number[]; readonly otherwise?: readonly number[] }>
    }
  | { readonly ok: false; readonly words: string }

/** Points along each axis, by dimension. */
const POINTS: readonly number[] = [0, 2001, 121, 25]
/** Of more dimensions, the places that are looked at, the middle of the box beside. */
const SCATTERED = 15_000
/** The most dimensions of a typed energy. */
export const mostCoordinates = 8
/** Of places weighed by their mass, how many must count for a word on where it lies. */
const ENOUGH = 50
/** Share of the half-width next to the walls, and of the mass there that is worth a word. */
const EDGE = 0.05
const MUCH = 0.005

/** Reads an energy in D coordinates and looks at it on a grid of [−reach, reach]^D, or at places scattered over it. */
export function energyVerdict(text: string, dims: number, reach: number): EnergyVerdict {
  const variables = coordinates(dims)
  const read = readExpression(text, variables)
  if (!read.ok) return read
  const names = [...variables.places].slice(-dims).map(([name]) => name)
  const said = (at: readonly number[]) => names.map((name, d) => `${name} = ${place(at[d])}`).join(', ')

  const places = new Map<If, { then?: readonly number[]; otherwise?: readonly number[] }>()
  const grid = dims < POINTS.length ? gridPoints(dims, reach) : scatteredPoints(dims, reach)
  const values: number[] = []
  for (const at of grid) {
    const U = evaluateAt(read.f, at, (condition, holds) => {
      const known = places.get(condition) ?? {}
      if (holds) known.then ??= at
      else known.otherwise ??= at
      places.set(condition, known)
    })
    if (!(Math.abs(U) <= largest)) {
      const what = Number.isNaN(U) ? 'not a number' : `beyond ±10³⁰`
      return { ok: false, words: `The energy is ${what} at ${said(at)}. Change it, or make the box smaller.` }
    }
    values.push(U)
  }
  const least = values.reduce((low, value) => Math.min(low, value))
  const weights = values.map((value) => Math.exp(least - value))
  const share = (of: (at: readonly number[]) => boolean) =>
    grid.reduce((sum, at, i) => (of(at) ? sum + weights[i] : sum), 0)
  const total = share(() => true)
  const outer = share((at) => at.some((x) => Math.abs(x) > (1 - EDGE) * reach)) / total
  const walled = outer > MUCH
  const scattered = dims >= POINTS.length
  const [of, near] = scattered ? [` of ${grid.length} places`, 'at'] : ['', 'near']
  const lowest = `Least value${of} ${place(least)}, ${near} ${said(grid[values.indexOf(least)])}.`
  if (scattered && total ** 2 < ENOUGH * weights.reduce((sum, weight) => sum + weight * weight, 0))
    return { ok: true, words: `${lowest} Its mass lies in too few of them to say more.`, walled: false, U: read.f, places } // prettier-ignore
  const walls = walled
    ? ` ${number(100 * outer)} % of the mass lies at the walls of the box, which end it: make the box larger, or let the energy rise.`
    : ' Its mass lies inside the box.'
  return { ok: true, words: lowest + walls, walled, U: read.f, places }
}

/** The middle and a Kronecker sequence: multiples of powers of 1/φ, φ^(D + 1) = φ + 1, fill a box evenly. */
function scatteredPoints(dims: number, reach: number): readonly (readonly number[])[] {
  let phi = 1.5
  for (let i = 0; i < 60; i++) phi = (1 + phi) ** (1 / (dims + 1))
  const steps = Array.from({ length: dims }, (_, d) => phi ** -(d + 1))
  const scattered = Array.from({ length: SCATTERED }, (_, i) =>
    steps.map((step) => reach * (2 * ((0.5 + (i + 1) * step) % 1) - 1)),
  )
  return [steps.map(() => 0), ...scattered]
}

function gridPoints(dims: number, reach: number): readonly (readonly number[])[] {
  const count = POINTS[dims]
  const axis = Array.from({ length: count }, (_, i) => reach * ((2 * i) / (count - 1) - 1))
  return Array.from({ length: dims }).reduce<readonly (readonly number[])[]>(
    (points) => points.flatMap((point) => axis.map((x) => [...point, x])),
    [[]],
  )
}
