import { Random } from '../../math/random'
import type { AxisValue, AxisValues, SweepPlan } from './plan'

/** The choices of values that a plan is of, one value for each axis; the same plan gives the same ones. */
export function pointsOf({ axes, search }: SweepPlan): readonly (readonly AxisValue[])[] {
  if (search.kind === 'grid')
    return axes.reduce<readonly (readonly AxisValue[])[]>(
      (points, { values }) => points.flatMap((point) => listed(values).map((value) => [...point, value])),
      [[]],
    )
  const random = new Random(search.seed)
  return Array.from({ length: search.count }, () => axes.map(({ values }) => drawn(values, random)))
}

/** How many there are, without making them. */
export const countPoints = ({ axes, search }: SweepPlan): number =>
  search.kind === 'grid' ? axes.reduce((count, { values }) => count * listed(values).length, 1) : search.count

/** The values of an axis in order, each once: whole numbers of a range may coincide. */
export function listed(values: AxisValues): readonly AxisValue[] {
  if (values.kind === 'list') return values.values
  const { count } = values
  return [...new Set(Array.from({ length: count }, (_, i) => between(values, count === 1 ? 0 : i / (count - 1))))]
}

function drawn(values: AxisValues, random: Random): AxisValue {
  const share = random.uniform()
  if (values.kind === 'range') return between(values, share)
  return values.values[Math.min(values.values.length - 1, Math.floor(share * values.values.length))]
}

/** At a share of the way from one end to the other; the ends themselves are met exactly. */
function between({ scale, from, to, integer }: Extract<AxisValues, { kind: 'range' }>, share: number): number {
  const value = scale === 'log' ? from * (to / from) ** share : from + (to - from) * share
  if (integer) return Math.round(value)
  if (share === 0) return from
  return share === 1 ? to : Number(value.toPrecision(6))
}
