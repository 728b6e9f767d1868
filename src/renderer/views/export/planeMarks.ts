import type { Size } from '../../use/useSize'
import type { Bounds } from '../bounds'
import type { DensityGrid } from '../grid'
import { ELSEWHERE, type PointInks, type Shading } from '../picture/planePicture'
import { heatCanvas, heatMarks, placing } from './heat'
import { inkOf, type Mark } from './marks'
import { levelPath, pointsPath, type At } from './pathData'

/** What a picture of the data plane shows, as the painters of the screen are told it. */
export interface PlaneFigure {
  readonly size: Size
  readonly bounds: Bounds
  readonly grid: DensityGrid | null
  readonly shading: Shading | null
  readonly data: Float32Array
  /** Data rows that are given something else than what is held. */
  readonly rest?: Float32Array
  readonly model: Float32Array
  readonly inks: PointInks | null
}

const SEAM = inkOf([0.05, 0.06, 0.1], 0.35)
/** Opacity of the isolines, innermost first. */
const LINE_ALPHA = [0.95, 0.75, 0.6] as const

/** The density as an image, its isolines and both clouds as outlines. */
export function planeMarks(figure: PlaneFigure): readonly Mark[] {
  const at = placing(figure.bounds, figure.size)
  const { grid, shading } = figure
  return [...(grid === null || shading === null ? [] : densityMarks(grid, shading, at)), ...cloudMarks(figure, at)]
}

function densityMarks(grid: DensityGrid, shading: Shading, at: At): readonly Mark[] {
  const values = { ...grid, values: grid.logDensity }
  const { map, range, scale } = shading
  const heat = heatCanvas(values, { map, range, exponential: scale === 'density' })
  return [...heatMarks(heat, grid, at), ...isolineMarks(grid, shading.levels, at)]
}

/** Light lines on a dark seam, one pair a level. */
export function isolineMarks(grid: DensityGrid, levels: readonly (number | null)[], at: At): readonly Mark[] {
  const values = { ...grid, values: grid.logDensity }
  return levels.flatMap((level, i): readonly Mark[] => {
    if (level === null) return []
    const d = levelPath(values, level, at)
    return [
      { kind: 'path', d, stroke: { ink: SEAM, width: 2.6 }, name: 'seam' },
      { kind: 'path', d, stroke: { ink: [255, 255, 255, LINE_ALPHA[i]], width: 1.3 }, name: 'isoline' },
    ]
  })
}

function cloudMarks({ data, rest, model, inks }: PlaneFigure, at: At): readonly Mark[] {
  if (inks === null) return []
  const halo = inkOf(inks.halo, 0.45)
  const marks: Mark[] = []
  if (rest && rest.length > 0) {
    const ink = inkOf(inks.data, 0.85 * ELSEWHERE)
    marks.push({ kind: 'path', d: pointsPath(rest, 'data', at), stroke: { ink, width: 1.1 }, name: 'rest' })
  }
  if (model.length > 0) {
    const d = pointsPath(model, 'model', at)
    marks.push({ kind: 'path', d, stroke: { ink: halo, width: 2 } })
    marks.push({ kind: 'path', d, fill: inkOf(inks.model, 0.9), name: 'model' })
  }
  if (data.length > 0) {
    const d = pointsPath(data, 'data', at)
    marks.push({ kind: 'path', d, stroke: { ink: halo, width: 3 } })
    marks.push({ kind: 'path', d, stroke: { ink: inkOf(inks.data, 0.85), width: 1.1 }, name: 'data' })
  }
  return marks
}
