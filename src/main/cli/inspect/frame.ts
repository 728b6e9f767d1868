import type { Bounds } from './bounds'

/** Width and height of a picture in pixels. */
export type Size = readonly [number, number]

/** Ranges that differ more than so many times are of different kinds, and each fills its side. */
const SAME_KIND = 3

/** Bounds widened along one axis so that a picture of this size has both to the same scale, where that tells something. */
export function evenBounds([x0, x1, y0, y1]: Bounds, [width, height]: Size): Bounds {
  const [across, up] = [x1 - x0, y1 - y0]
  if (across > SAME_KIND * up || up > SAME_KIND * across) return [x0, x1, y0, y1]
  const unit = Math.max(across / width, up / height)
  const [moreAcross, moreUp] = [(unit * width - across) / 2, (unit * height - up) / 2]
  return [x0 - moreAcross, x1 + moreAcross, y0 - moreUp, y1 + moreUp]
}

/** A square grid of values in another size, each place the mean of what it covers. */
export function resampled(values: Float32Array, resolution: number, [width, height]: Size): Float32Array {
  const columns = covered(resolution, width)
  const rows = covered(resolution, height)
  return Float32Array.from({ length: width * height }, (_, at) => {
    let sum = 0
    for (const [row, tall] of rows[Math.floor(at / width)])
      for (const [column, wide] of columns[at % width]) sum += tall * wide * values[row * resolution + column]
    return sum
  })
}

/** For each of `to` places those of `from` that it covers, with shares that make one. */
const covered = (from: number, to: number): readonly (readonly (readonly [number, number])[])[] =>
  Array.from({ length: to }, (_, i) => {
    const [start, end] = [(i * from) / to, ((i + 1) * from) / to]
    const first = Math.floor(start)
    return Array.from({ length: Math.ceil(end) - first }, (_, k) => {
      const share = Math.min(end, first + k + 1) - Math.max(start, first + k)
      return [first + k, share / (end - start)] as const
    })
  })
