import { shallowRef, watch, type ShallowRef } from 'vue'
import { niceTicks } from '../../charts/ticks'
import { signedMap } from '../colourMaps/maps'
import type { ColourRange } from '../colourRange'
import { compare, type Comparison } from '../compare'
import { steadySignedRange, wantedSignedRange } from '../field/signedRange'
import type { DensityGrid } from '../grid'
import type { Shading } from '../picture/planePicture'
import type { DensityFrame } from './useDensityFrames'
import { useTruth } from './useTruth'

export interface ErrorPicture {
  readonly comparison: Comparison
  /** The difference in the place of log p, and the shading that takes it as it is. */
  readonly grid: DensityGrid
  readonly shading: Shading
}

/** Half length of the colours at the least: what differs by less is the same. */
const LEAST = 1e-6
/** A density differs from another on a small part of what is in view: quantiles further out than a field's. */
const OUTER = 0.002

/**
 * p_model − p_true on the diverging map, with lines at one value to either side of zero, while it is wanted and
 * known. The last one stays until the truth is there for new bounds.
 */
export function useErrorPicture(
  frame: () => DensityFrame | null,
  wanted: () => boolean,
): Readonly<ShallowRef<ErrorPicture | null>> {
  const truth = useTruth(() => (wanted() ? (frame()?.grid ?? null) : null))
  const picture = shallowRef<ErrorPicture | null>(null)
  let range: ColourRange | null = null
  watch([frame, truth, wanted], ([newest, known, on]) => {
    if (!on) {
      picture.value = range = null
      return
    }
    if (newest?.grid.logDensity.length !== known?.length || newest == null || known === null) return
    const comparison = compare(newest.grid, known)
    const next = wantedSignedRange(comparison.difference, LEAST, OUTER)
    if (next === null) return
    range = steadySignedRange(range, next)
    const line = niceTicks(0, range.high, 3).values.at(1) ?? null
    const levels = [line, line === null ? null : -line]
    const grid = { ...newest.grid, logDensity: comparison.difference }
    picture.value = { comparison, grid, shading: { map: signedMap, scale: 'log', range, levels } }
  })
  return picture
}
