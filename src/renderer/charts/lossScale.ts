import { lossRange } from './lossRange'
import { significant, tickLabel } from './numbers'
import { twoTicks } from './ticks'

/** How a chart's height stands for losses: everything drawn is in `at`'s units, which the axis shares out evenly. */
export interface LossScale {
  /** Of a loss in nats; NaN where it has no place. */
  readonly at: (loss: number) => number
  /** From the lowest to the highest place, for what is to be seen. */
  readonly range: (places: readonly number[], least: number | null) => [low: number, high: number]
  readonly ticks: (low: number, high: number, count: number) => readonly LossTick[]
}

export interface LossTick {
  readonly at: number
  readonly label: string
}

export const linearScale: LossScale = {
  at: (loss) => loss,
  range: lossRange,
  ticks: (low, high, count) => {
    const { values, decimals } = twoTicks(low, high, count)
    return values.map((value) => ({ at: value, label: tickLabel(value, decimals) }))
  },
}

/** Nats around the best possible loss, and around 0, within which a symmetric logarithm is nearly linear. */
const NEAR = { least: 0.01, zero: 0.1 }

/**
 * A logarithmic height that any loss has. Where the least possible loss is known it is of the gap to it, for that is what
 * training closes; batches below it by chance have a gap below 0, so it is a symmetric logarithm,
 * sign(g) log₁₀(1 + |g| / w) with w = 0.01 nats. Else it is of the loss: the plain logarithm if all `losses` are above 0,
 * and if not the symmetric one with w = 0.1 nats.
 */
export function logScale(losses: readonly number[], least: number | null): LossScale {
  if (least !== null) return symmetric(least, NEAR.least, '+')
  return losses.every((loss) => loss > 0) ? plain : symmetric(0, NEAR.zero, '')
}

const range: LossScale['range'] = (places, least) => {
  const known = [...places, ...(least === null ? [] : [least])].filter(Number.isFinite)
  if (known.length === 0) return [0, 1]
  // of each many: a spread of a call takes no more than some ten thousand
  const [low, high] = known.reduce(([a, b], place) => [Math.min(a, place), Math.max(b, place)], [Infinity, -Infinity])
  const pad = Math.max(0.06 * (high - low), 0.02)
  return [low - pad, high + pad]
}

const plain: LossScale = {
  at: (loss) => (loss > 0 ? Math.log10(loss) : NaN),
  range,
  ticks: (low, high, count) => {
    const [first, last] = [Math.floor(low), Math.ceil(high)]
    const values = [1, 5, 2].flatMap((digit) => Array.from({ length: last - first + 1 }, (_, i) => digit * 10 ** (first + i))) // prettier-ignore
    const spread = values.map((value) => ({ at: Math.log10(value), label: significant(value) }))
    return enough(spread, low, high, count, (at) => 10 ** at, Math.log10)
  },
}

function symmetric(origin: number, near: number, plus: string): LossScale {
  const ofGap = (gap: number): number => Math.sign(gap) * Math.log10(1 + Math.abs(gap) / near)
  const gapOf = (at: number): number => Math.sign(at) * near * (10 ** Math.abs(at) - 1)
  const named = (gap: number): LossTick => ({ at: ofGap(gap), label: `${gap > 0 ? plus : ''}${significant(gap)}` })
  return {
    at: (loss) => ofGap(loss - origin),
    range,
    ticks: (low, high, count) => {
      const decades = Math.ceil(Math.max(Math.abs(low), Math.abs(high))) + 1
      const sizes = Array.from({ length: decades }, (_, i) => Number((near * 10 ** i).toPrecision(1)))
      const gaps = [0, ...sizes.flatMap((size) => [size, -size])]
      return enough(gaps.map(named), low, high, count, gapOf, ofGap, plus)
    },
  }
}

/** Those of the `spread` ticks, the first before others, that are inside and not too close; where fewer than two are, ticks of equal steps. */
function enough(
  spread: readonly LossTick[],
  low: number,
  high: number,
  count: number,
  lossOf: (at: number) => number,
  placeOf: (loss: number) => number,
  plus = '',
): readonly LossTick[] {
  const apart = (high - low) / (1.6 * count)
  const inside: LossTick[] = []
  for (const tick of spread) {
    const hasRoom = inside.every(({ at }) => Math.abs(at - tick.at) >= apart)
    if (tick.at >= low && tick.at <= high && hasRoom) inside.push(tick)
  }
  inside.sort((a, b) => a.at - b.at)
  if (inside.length > 1) return inside
  const { values, decimals } = twoTicks(lossOf(low), lossOf(high), count)
  return values.map((value) => ({ at: placeOf(value), label: `${value > 0 ? plus : ''}${tickLabel(value, decimals)}` }))
}
