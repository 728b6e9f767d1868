/** Nats below what is seen for a density to rise before it is looked at again. */
const ROOM = 1.5
/** Nodes along both axes around one that is seen, within which all are looked at. */
const AROUND = 4
/** Of the rest each is looked at so often: once in so many pictures. */
const EVERY = 4

/** What is kept of the picture before: the value of a node that need not be computed anew, or undefined. */
export type Kept = (column: number, row: number) => number | undefined

/**
 * Keeps what a live picture of log p shows far below its peak, and far from all that is higher: nothing of it is to be
 * seen. A quarter of it is computed each time, in turns, so that what comes up there is found by the fourth picture.
 * `picture` counts them; `logDensity` [resolution, resolution] is of the one before, of which nothing is seen `farBelow`
 * nats below its peak. Asked for are nodes of a lattice of every `stride`-th.
 */
export function farFromSight(
  logDensity: Float32Array,
  resolution: number,
  stride: number,
  picture: number,
  farBelow: number,
): Kept {
  let peak = -Infinity
  for (const value of logDensity) if (value > peak && value < Infinity) peak = value
  const near = spread(spread(seenNodes(logDensity, peak - farBelow - ROOM), resolution, 1), resolution, resolution)
  return (column, row) => {
    if (column >= resolution || row >= resolution) return undefined
    const at = row * resolution + column
    const turn = (column / stride + 2 * (row / stride) + picture) % EVERY // another than that of each neighbour
    return near[at] === 1 || turn === 0 ? undefined : logDensity[at]
  }
}

/** 1 where a value is not far below; what is no number is looked at each time. */
function seenNodes(values: Float32Array, floor: number): Uint8Array {
  const seen = new Uint8Array(values.length)
  for (let k = 0; k < values.length; k++) seen[k] = values[k] < floor ? 0 : 1 // much faster than Uint8Array.from
  return seen
}

/** Marks what is within reach of a mark along the axis whose neighbours are `step` apart in memory. */
function spread(marks: Uint8Array, n: number, step: number): Uint8Array {
  const wide = new Uint8Array(marks.length)
  const lineStep = step === 1 ? n : 1
  for (let line = 0; line < n; line++) {
    let left = 0
    for (let k = -AROUND; k < n; k++) {
      const ahead = k + AROUND
      if (ahead < n && marks[line * lineStep + ahead * step] === 1) left = 2 * AROUND + 1
      if (k >= 0 && left > 0) wide[line * lineStep + k * step] = 1
      left--
    }
  }
  return wide
}
