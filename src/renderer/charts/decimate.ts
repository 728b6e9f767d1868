/** A polyline's points, equally long arrays with `x` ascending. */
export interface Polyline {
  readonly x: ArrayLike<number>
  readonly y: ArrayLike<number>
}

/**
 * At most `limit` points that draw the same picture: the smallest and the largest value of each of `limit / 2` equal
 * runs, in their order, so that no spike is lost. First and last points stay. Non-finite values are passed over.
 */
export function decimate(line: Polyline, length: number, limit: number): { x: number[]; y: number[] } {
  const x: number[] = []
  const y: number[] = []
  const push = (i: number): void => {
    x.push(line.x[i])
    y.push(line.y[i])
  }
  if (length <= limit) {
    for (let i = 0; i < length; i++) if (Number.isFinite(line.y[i])) push(i)
    return { x, y }
  }
  const runs = Math.max(1, (limit >> 1) - 1)
  push(0)
  for (let run = 0; run < runs; run++) {
    const from = 1 + Math.floor((run * (length - 2)) / runs)
    const to = 1 + Math.floor(((run + 1) * (length - 2)) / runs)
    const [low, high] = extremes(line.y, from, to)
    if (low < 0) continue
    push(Math.min(low, high))
    if (low !== high) push(Math.max(low, high))
  }
  push(length - 1)
  return { x, y }
}

/** Indices of the smallest and largest finite values in [from, to); −1 when there is none. */
function extremes(values: ArrayLike<number>, from: number, to: number): [number, number] {
  let low = -1
  let high = -1
  for (let i = from; i < to; i++) {
    if (!Number.isFinite(values[i])) continue
    if (low < 0 || values[i] < values[low]) low = i
    if (high < 0 || values[i] > values[high]) high = i
  }
  return [low, high]
}
