import type { Preprocessing } from '../../document/model'
import { logitMap, logMap, yeoJohnsonMap, type ColumnMap } from './columnMaps'
import { solveLower, timesLower } from './lowerTriangle'

/** One step of preprocessing on rows of D numbers, x → v, in place; each row stands at `at`. */
export interface RowMap {
  forward(rows: Float64Array, at: number): void
  /** v → x. */
  inverse(rows: Float64Array, at: number): void
  /** ln|det ∂x/∂v| at the v that stands there, nats. */
  logVolume(rows: Float64Array, at: number): number
}

/** What a step of a model's preprocessing does; null where it changes no row by itself. */
export function rowMapOf(step: Preprocessing): RowMap | null {
  switch (step.type) {
    case 'standardise':
      return affine(step.mean, step.scale)
    case 'log':
      return columnwise(step.shift.map((shift) => (shift === null ? null : logMap(shift))))
    case 'logit':
      return columnwise(step.lower.map((lower, d) => (lower === null ? null : logitMap(lower, step.upper[d] ?? lower))))
    case 'yeo-johnson':
      return columnwise(step.lambda.map((lambda) => (lambda === null ? null : yeoJohnsonMap(lambda))))
    case 'whiten':
      return whitening(step.mean, step.lower)
    case 'dequantise':
      return null // noise was added to the rows once, when they were made ready
    default:
      return step satisfies never
  }
}

function affine(mean: readonly number[], scale: readonly number[]): RowMap {
  const volume = scale.reduce((sum, each) => sum + Math.log(each), 0)
  return {
    forward(rows, at) {
      for (let d = 0; d < mean.length; d++) rows[at + d] = (rows[at + d] - mean[d]) / scale[d]
    },
    inverse(rows, at) {
      for (let d = 0; d < mean.length; d++) rows[at + d] = rows[at + d] * scale[d] + mean[d]
    },
    logVolume: () => volume,
  }
}

/** Columns without a map are left as they are. */
function columnwise(maps: readonly (ColumnMap | null)[]): RowMap {
  const mapped = maps.flatMap((map, d) => (map ? [{ map, d }] : []))
  return {
    forward(rows, at) {
      for (const { map, d } of mapped) rows[at + d] = map.forward(rows[at + d])
    },
    inverse(rows, at) {
      for (const { map, d } of mapped) rows[at + d] = map.inverse(rows[at + d])
    },
    logVolume: (rows, at) => mapped.reduce((sum, { map, d }) => sum + map.logSlope(rows[at + d]), 0),
  }
}

/** v = L⁻¹ (x − mean). */
function whitening(mean: readonly number[], lower: readonly number[]): RowMap {
  const dims = mean.length
  const factor = Float64Array.from(lower)
  let volume = 0
  for (let d = 0, diagonal = 0; d < dims; diagonal += ++d + 1) volume += Math.log(factor[diagonal])
  return {
    forward(rows, at) {
      for (let d = 0; d < dims; d++) rows[at + d] -= mean[d]
      solveLower(factor, dims, rows, at)
    },
    inverse(rows, at) {
      timesLower(factor, dims, rows, at)
      for (let d = 0; d < dims; d++) rows[at + d] += mean[d]
    },
    logVolume: () => volume,
  }
}
