import type { GrowingColumn } from '../../stores/run/growingColumn'

/** Steps looked back over. */
export const LATE = 200

/** Of the newest steps, the share whose gradient was longer than `clipNorm`; null without clipping or steps. */
export function clippedShare(gradientNorm: GrowingColumn, clipNorm: number | null): number | null {
  if (clipNorm === null || gradientNorm.length === 0) return null
  const late = gradientNorm.values.subarray(-LATE)
  return late.reduce((sum, norm) => sum + (norm > clipNorm ? 1 : 0), 0) / late.length
}
