import type { ColumnSummary, DataSummary } from '@shared/rpc/protocol'
import { cellArea, type DensityGrid } from '../grid'
import { densityLevels, type Levels } from '../levels'

/** Where the coordinates outside of the plane are held: at the columns' means, or at a row of the data's preview. */
export const meanPoint = ({ columns }: DataSummary): number[] => columns.map(({ mean }) => mean)

export function rowPoint({ preview, columns }: DataSummary, row: number): number[] {
  const dims = columns.length
  return [...preview.subarray(row * dims, (row + 1) * dims)]
}

/** The point of the plane at (x, y), with all its coordinates. */
export function lifted(through: readonly number[], [a, b]: readonly [number, number], x: number, y: number): number[] {
  return through.map((value, axis) => (axis === a ? x : axis === b ? y : value))
}

/** The columns outside of the plane to give sliders to: the `most` of largest spread, in the table's order. */
export function heldColumns(
  columns: readonly ColumnSummary[],
  plane: readonly [number, number],
  most: number,
): number[] {
  return [...columns.keys()]
    .filter((column) => !plane.includes(column))
    .sort((a, b) => columns[b].sd - columns[a].sd)
    .slice(0, most)
    .sort((a, b) => a - b)
}

/** Decimals that give the largest value of a column four digits, and all its values the same. */
export function decimalsOf({ min, max }: ColumnSummary): number {
  const most = Math.max(Math.abs(min), Math.abs(max))
  return most > 0 ? Math.max(0, 3 - Math.floor(Math.log10(most))) : 0
}

/**
 * The levels of regions of the plane itself: what holds the masses of the density over it, given the coordinates that
 * are held. `mass` stays ∫p over the grid.
 */
export function conditionalLevels(grid: DensityGrid, masses: readonly number[]): Levels {
  const { logDensity, resolution } = grid
  const area = cellArea(grid)
  const { mass, doubt } = densityLevels(logDensity, area, [], resolution)
  const given = densityLevels(logDensity, area / mass, masses, resolution)
  return { mass, doubt, logDensity: given.logDensity }
}
