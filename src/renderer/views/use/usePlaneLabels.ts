import type { ComputedRef } from 'vue'
import { significant } from '../../charts/numbers'
import type { Size } from '../../use/useSize'
import type { Bounds } from '../bounds'
import type { DensityGrid } from '../grid'
import { REGION_MASSES } from './useDensityFrames'
import { useLineLabels, type LineLabel } from './useLineLabels'

/** A density's or a difference's lines as they are drawn. */
export interface PlaneLines {
  readonly grid: DensityGrid | null
  readonly levels: readonly (number | null)[]
  readonly difference: boolean
  readonly bounds: Bounds
  readonly size: Size
}

const signed = (value: number): string => (value > 0 ? `+${significant(value, 2)}` : significant(value, 2))

/** Regions are labelled by their mass, lines of a difference by their value. */
export function usePlaneLabels(lines: () => PlaneLines): ComputedRef<readonly LineLabel[]> {
  return useLineLabels(() => {
    const { grid, levels, difference, bounds, size } = lines()
    const values = grid === null ? null : { ...grid, values: grid.logDensity }
    const labelled = levels.flatMap((value, i) => {
      if (value === null) return []
      return [{ value, text: difference ? signed(value) : `${String(Math.round(100 * REGION_MASSES[i]))} %` }]
    })
    return { grid: values, lines: labelled, bounds, size }
  })
}
