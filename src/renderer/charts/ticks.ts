/** Nice axis ticks: multiples of 1, 2 or 5 times a power of ten inside [low, high]. */
export interface Ticks {
  readonly step: number
  readonly values: readonly number[]
  /** Decimals that tell neighbours apart. */
  readonly decimals: number
}

const none: Ticks = { step: 0, values: [], decimals: 0 }

/** About `count` ticks between `low` and `high`; none when the interval is empty or not finite. */
export function niceTicks(low: number, high: number, count: number): Ticks {
  const span = high - low
  if (!(span > 0) || !Number.isFinite(span) || count < 1) return none
  const step = niceStep(span / count)
  const first = Math.ceil(low / step - 1e-9)
  const last = Math.floor(high / step + 1e-9)
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9))
  // A span below the numbers' own resolution has no distinct ticks to offer.
  if (!Number.isSafeInteger(first) || !Number.isSafeInteger(last) || last - first > 1000) return none
  const values: number[] = []
  for (let i = first; i <= last; i++) values.push(i === 0 ? 0 : Number((i * step).toPrecision(12)))
  return { step, values, decimals }
}

/** Nice ticks, and finer ones where there would be fewer than two: a single number does not tell a scale. */
export function twoTicks(low: number, high: number, count: number): Ticks {
  let ticks = niceTicks(low, high, count)
  for (let more = 2 * count; ticks.step > 0 && ticks.values.length < 2; more *= 2) ticks = niceTicks(low, high, more)
  return ticks
}

/** The nice number nearest to `rough` on a logarithmic scale (thresholds √2, √10, √50 as in d3-array). */
function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough))
  const error = rough / power
  return power * (error >= Math.sqrt(50) ? 10 : error >= Math.sqrt(10) ? 5 : error >= Math.SQRT2 ? 2 : 1)
}
