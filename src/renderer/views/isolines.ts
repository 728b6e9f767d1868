/** One level line of a grid: x0, y0, x1, y1, … in units of the grid's spacing, node (0, 0) at the origin. */
export interface Isoline {
  readonly points: Float32Array
  /** A closed line ends at its first point. */
  readonly closed: boolean
}

/** Stands for −∞, so that where a line crosses an edge stays a number. */
const FAR_BELOW = -1e4

/** The segments of a cell by which of its corners are above: pairs of edges, from and to, with what is above to the left. */
const BOTTOM = 0
const RIGHT = 1
const TOP = 2
const LEFT = 3
const segments: readonly (readonly (readonly [number, number])[])[] = [
  [],
  [[BOTTOM, LEFT]],
  [[RIGHT, BOTTOM]],
  [[RIGHT, LEFT]],
  [[TOP, RIGHT]],
  [
    [BOTTOM, LEFT],
    [TOP, RIGHT],
  ],
  [[TOP, BOTTOM]],
  [[TOP, LEFT]],
  [[LEFT, TOP]],
  [[BOTTOM, TOP]],
  [
    [RIGHT, BOTTOM],
    [LEFT, TOP],
  ],
  [[RIGHT, TOP]],
  [[LEFT, RIGHT]],
  [[BOTTOM, RIGHT]],
  [[LEFT, BOTTOM]],
  [],
]
/** Saddles whose middle is above join the corners that are above. */
const joined: Readonly<Record<number, readonly (readonly [number, number])[]>> = {
  5: [
    [BOTTOM, RIGHT],
    [TOP, LEFT],
  ],
  10: [
    [LEFT, BOTTOM],
    [RIGHT, TOP],
  ],
}

/** What is noted of each edge. */
interface Scratch {
  /** The edge to which a line goes on from it, −1 for none. */
  readonly next: Int32Array
  /** 1 where a line comes from another edge. */
  readonly entered: Uint8Array
}
const scratchFor = (edges: number): Scratch => ({
  next: new Int32Array(edges).fill(-1),
  entered: new Uint8Array(edges),
})
/** Kept from call to call, and left as it was made: to be followed takes an edge's notes away. */
let scratch = scratchFor(0)

/**
 * Lines along which a grid of `columns` × `rows` values (row-major) has the value `level`, by marching squares with
 * linear interpolation along edges. What is above lies to the left of a line's course. No line passes a cell with a
 * corner that is not a number.
 */
export function isolines(values: Float32Array, columns: number, rows: number, level: number): readonly Isoline[] {
  const nodes = columns * rows
  // An edge is named by its lower left node: those along x first, then those along y.
  const { next, entered } = (scratch = scratch.next.length >= 2 * nodes ? scratch : scratchFor(2 * nodes))
  const starts: number[] = []
  for (let j = 0; j + 1 < rows; j++) {
    let node = j * columns
    let a = values[node]
    let d = values[node + columns]
    for (const end = node + columns - 1; node < end; node++) {
      const b = values[node + 1]
      const c = values[node + columns + 1]
      const which = (a > level ? 1 : 0) | (b > level ? 2 : 0) | (c > level ? 4 : 0) | (d > level ? 8 : 0)
      const sum = a + b + c + d
      a = b
      d = c
      if (which === 0 || which === 15 || Number.isNaN(sum)) continue
      const saddle = (which === 5 || which === 10) && sum > 4 * level
      const edges = [node, nodes + node + 1, node + columns, nodes + node]
      for (const [from, to] of saddle ? joined[which] : segments[which]) {
        next[edges[from]] = edges[to]
        entered[edges[to]] = 1
        starts.push(edges[from])
      }
    }
  }

  const addCrossing = (points: number[], edge: number): void => {
    const vertical = edge >= nodes
    const node = vertical ? edge - nodes : edge
    const low = Math.max(values[node], FAR_BELOW)
    const high = Math.max(values[vertical ? node + columns : node + 1], FAR_BELOW)
    const at = (level - low) / (high - low)
    const j = Math.floor(node / columns)
    const i = node - j * columns
    points.push(vertical ? i : i + at, vertical ? j + at : j)
  }
  const follow = (start: number): Isoline => {
    const points: number[] = []
    addCrossing(points, start)
    let edge = start
    for (;;) {
      const to = next[edge]
      if (to === -1) return { points: new Float32Array(points), closed: false }
      next[edge] = -1
      entered[to] = 0
      addCrossing(points, to)
      edge = to
      if (edge === start) return { points: new Float32Array(points), closed: true }
    }
  }
  const lines: Isoline[] = []
  for (const edge of starts) if (entered[edge] === 0 && next[edge] !== -1) lines.push(follow(edge))
  for (const edge of starts) if (next[edge] !== -1) lines.push(follow(edge))
  return lines
}
