import type { Table } from '../units'

/** What share of the target's rows and of the model's draws lies nearer to a mode than to any other. */
export interface ModeShare {
  readonly rows: number
  readonly draws: number
}

/** Of each of the modes [m, D]; none where there are fewer than two, which all points would be nearest to. */
export function modeShares(modes: Float64Array, dims: number, rows: Table, draws: Table): readonly ModeShare[] {
  const count = modes.length / dims
  if (count < 2 || rows.length === 0) return []
  const [ofRows, ofDraws] = [rows, draws].map((points) => shares(modes, count, dims, points))
  return Array.from({ length: count }, (_, mode) => ({ rows: ofRows[mode], draws: ofDraws[mode] }))
}

function shares(modes: Float64Array, count: number, dims: number, points: Table): Float64Array {
  const found = new Float64Array(count)
  for (let at = 0; at < points.length; at += dims)
    found[nearest(modes, count, dims, points, at)] += dims / points.length
  return found
}

function nearest(modes: Float64Array, count: number, dims: number, points: Table, at: number): number {
  let [best, least] = [0, Infinity]
  for (let mode = 0; mode < count; mode++) {
    let distance = 0
    for (let d = 0; d < dims; d++) distance += (points[at + d] - modes[mode * dims + d]) ** 2
    if (distance < least) [best, least] = [mode, distance]
  }
  return best
}

/** Modes that the model has less than a tenth of what it should. */
export const missedModes = (modes: readonly ModeShare[]): number =>
  modes.filter(({ rows, draws }) => draws < rows / 10).length
