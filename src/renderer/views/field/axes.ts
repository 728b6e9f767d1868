import type { Opened } from '@shared/rpc/protocol'
import type { Interval } from '../bounds'

type Direction = 'forward' | 'inverse'

/** Standard deviations of z in view, to either side. */
const LATENT_REACH = 3

/** What the axes of a field are called: the data's columns over x, the latent coordinates over z. */
export function fieldNames(direction: Direction, opened: Opened | null): readonly [string, string] {
  if (direction === 'forward') return ['z₁', 'z₂']
  const columns = opened?.data.columns ?? []
  return [columns.at(0)?.name ?? '', columns.at(1)?.name ?? '']
}

/** What a field shows at home, in drawn coordinates: all of the data, or most of the base. */
export function fieldRanges(direction: Direction, opened: Opened | null): readonly [Interval, Interval] | null {
  if (opened === null) return null
  const { columns, units } = opened.data
  const latent = (i: number): Interval => ({
    min: units.mean[i] - LATENT_REACH * units.scale[i],
    max: units.mean[i] + LATENT_REACH * units.scale[i],
  })
  return direction === 'forward' ? [latent(0), latent(1)] : [columns[0], columns[1]]
}
