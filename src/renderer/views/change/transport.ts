import { padded, type Interval } from '../bounds'

/**
 * A map in one dimension and the two densities it joins, node by node: x = f(z), p(x) = p_base(z) / |f′(z)|. All in
 * drawn coordinates, nodes in the order of z.
 */
export interface Transport {
  readonly z: Float64Array
  readonly x: Float64Array
  readonly base: Float64Array
  readonly density: Float64Array
  /** f′(z), negative where f falls. */
  readonly slope: Float64Array
}

/** What the engine says of places x, with z and the determinant in standardised units. */
export interface Probed {
  readonly x: Float64Array
  readonly latent: Float64Array
  readonly logDensity: Float64Array
  /** log|dz/dx|, z standardised and x in natural units. */
  readonly logDet: Float64Array
}

export interface Unit {
  readonly mean: number
  readonly scale: number
}

/**
 * The transport through places the engine was asked about. Nothing of the base is computed here: it is what the flow's
 * own density and determinant leave, p_base(z) = p(x) |dx/dz|.
 */
export function transportOf({ x, latent, logDensity, logDet }: Probed, { mean, scale }: Unit): Transport {
  const order = [...latent.keys()]
    .filter((i) => Number.isFinite(latent[i]) && Number.isFinite(x[i]) && Number.isFinite(logDet[i]))
    .sort((i, j) => latent[i] - latent[j])
  const take = (value: (i: number) => number): Float64Array => Float64Array.from(order, value)
  const falls = order.length > 1 && x[order[order.length - 1]] < x[order[0]]
  const sign = falls ? -1 : 1
  return {
    z: take((i) => mean + scale * latent[i]),
    x: take((i) => x[i]),
    base: take((i) => Math.exp(logDensity[i] - logDet[i]) / scale),
    density: take((i) => Math.exp(logDensity[i])),
    slope: take((i) => sign / (scale * Math.exp(logDet[i]))),
  }
}

/** The value at `at` of the broken line through the nodes, whose places ascend; flat beyond its ends. */
export function along(places: Float64Array, values: Float64Array, at: number): number {
  const last = places.length - 1
  if (last < 0) return Number.NaN
  if (at <= places[0]) return values[0]
  if (at >= places[last]) return values[last]
  let [low, high] = [0, last]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (places[middle] <= at) low = middle
    else high = middle
  }
  const room = places[high] - places[low]
  return room > 0 ? values[low] + ((values[high] - values[low]) * (at - places[low])) / room : values[low]
}

/** ∫ of the broken line through the nodes, over [from, to]. */
export function areaUnder(places: Float64Array, values: Float64Array, from: number, to: number): number {
  let area = 0
  for (let i = 0; i + 1 < places.length; i++) {
    const [a, b] = [Math.max(from, places[i]), Math.min(to, places[i + 1])]
    if (!(b > a)) continue
    area += ((b - a) * (along(places, values, a) + along(places, values, b))) / 2
  }
  return area
}

/**
 * ∫ of a density through the nodes, over [from, to]: of every piece, where both ends are above zero, the harmonic mean of
 * them and of their geometric mean. As exact as `areaUnder` where p is smooth, and finite where f′ is 0 at a node and p
 * without bound: exact for f(z) = z³.
 */
export function massUnder(places: Float64Array, density: Float64Array, from: number, to: number): number {
  let mass = 0
  for (let i = 0; i + 1 < places.length; i++) {
    const [a, b] = [Math.max(from, places[i]), Math.min(to, places[i + 1])]
    if (!(b > a)) continue
    const [p, q] = [along(places, density, a), along(places, density, b)]
    mass += (b - a) * (p > 0 && q > 0 ? 3 / (1 / p + 1 / Math.sqrt(p * q) + 1 / q) : (p + q) / 2)
  }
  return mass
}

/** Of its highest place, what the base must have to be seen. */
const SEEN = 1e-3
/** Of the whole axis, what the base must fill to be shown on all of it. */
const FULL = 0.5

/** The part of an axis of z on which the base lies, with room at either end: all of it where it fills most. */
export function axisOf({ z, base }: Transport, whole: Interval): Interval {
  const least = SEEN * base.reduce((most, value) => Math.max(most, value), 0)
  const [first, last] = [base.findIndex((value) => value > least), base.findLastIndex((value) => value > least)]
  if (first < 0 || z[last] - z[first] > FULL * (whole.max - whole.min)) return whole
  return padded({ min: z[first], max: z[last] }, 0.3)
}

/** A strip of z and its image, each with the probability over it, integrated for itself. */
export interface Strip {
  readonly z: readonly [number, number]
  /** Ascending, whichever way f runs. */
  readonly x: readonly [number, number]
  readonly baseArea: number
  readonly area: number
}

export function stripOf(transport: Transport, from: number, to: number): Strip {
  const ends = [along(transport.z, transport.x, from), along(transport.z, transport.x, to)].sort((a, b) => a - b)
  const falls = transport.slope[0] < 0
  const [x, density] = falls
    ? [transport.x.toReversed(), transport.density.toReversed()]
    : [transport.x, transport.density]
  return {
    z: [from, to],
    x: [ends[0], ends[1]],
    baseArea: areaUnder(transport.z, transport.base, from, to),
    area: massUnder(x, density, ends[0], ends[1]),
  }
}

/** The ends of `count` neighbouring strips of z with the same probability each: count + 1 places. */
export function equalMassEnds({ z, base }: Transport, count: number): Float64Array {
  const ends = new Float64Array(count + 1)
  if (z.length === 0) return ends
  const sums = new Float64Array(z.length)
  for (let i = 1; i < z.length; i++) sums[i] = sums[i - 1] + ((z[i] - z[i - 1]) * (base[i] + base[i - 1])) / 2
  const total = sums[sums.length - 1]
  return ends.map((_, k) => {
    if (k === 0)
      return z[
        Math.max(
          0,
          sums.findLastIndex((sum) => sum === 0),
        )
      ]
    return along(sums, z, (k * total) / count)
  })
}
