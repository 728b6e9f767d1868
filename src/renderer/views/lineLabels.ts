import type { Isoline } from './isolines'

/** Where a label stands on a line. */
export interface LabelPlace {
  /** In units of the grid's spacing, as isolines are. */
  readonly x: number
  readonly y: number
  /** Radians clockwise on the screen, in (−π/2, π/2]: never upside down. */
  readonly angle: number
}

/** How much a label that leans is worth less than a level one: turning over all of this angle counts as much. */
const LEAN = 0.15
/** Between the middles of two labels, in label widths. */
const APART = 2

/**
 * The place for a label of `room` pixels: on the longest of the lines, over the stretch that turns least, rather level
 * than steep, `inside` of what is seen and clear of the labels that stand already. `scale` is pixels per grid unit along both axes. Null where
 * the line is too short to carry one.
 */
export function labelPlace(
  lines: readonly Isoline[],
  scale: readonly [number, number],
  room: number,
  taken: readonly LabelPlace[] = [],
  inside: (x: number, y: number) => boolean = () => true,
): LabelPlace | null {
  const runs = lines.map(({ points }) => measured(points, scale)).sort((a, b) => b.length - a.length)
  for (const run of runs) {
    if (run.length < 2 * room) return null
    const clear = (x: number, y: number): boolean =>
      taken.every((other) => Math.hypot(other.x * scale[0] - x, -other.y * scale[1] - y) > APART * room)
    const found = flattest(run, room, (x, y) => inside(x / scale[0], -y / scale[1]) && clear(x, y))
    if (found !== null) return { x: found.x / scale[0], y: -found.y / scale[1], angle: found.angle }
  }
  return null
}

/** A line on the screen, y downwards, with the length of the way to each of its points. */
interface Run {
  readonly points: Float64Array
  readonly way: Float64Array
  readonly length: number
}

function measured(points: Float32Array, [sx, sy]: readonly [number, number]): Run {
  const seen = Float64Array.from(points, (value, i) => (i % 2 === 0 ? value * sx : -value * sy))
  const way = new Float64Array(points.length / 2)
  for (let i = 1; i < way.length; i++) {
    way[i] = way[i - 1] + Math.hypot(seen[2 * i] - seen[2 * i - 2], seen[2 * i + 1] - seen[2 * i - 1])
  }
  return { points: seen, way, length: way[way.length - 1] }
}

/** The window of `room` pixels of way whose chord is longest, less a little for its lean. */
function flattest({ points, way }: Run, room: number, free: (x: number, y: number) => boolean): LabelPlace | null {
  let best: LabelPlace | null = null
  let most = -Infinity
  let end = 0
  for (let start = 0; start < way.length; start++) {
    while (end < way.length && way[end] - way[start] < room) end++
    if (end === way.length) break
    const [dx, dy] = [points[2 * end] - points[2 * start], points[2 * end + 1] - points[2 * start + 1]]
    const angle = upright(Math.atan2(dy, dx))
    const worth = Math.hypot(dx, dy) / (way[end] - way[start]) - (LEAN * Math.abs(angle)) / Math.PI
    if (worth <= most) continue
    const middle = (start + end) >> 1
    const [x, y] = [points[2 * middle], points[2 * middle + 1]]
    if (free(x, y)) [best, most] = [{ x, y, angle }, worth]
  }
  return best
}

/** The same direction or its opposite, so that text along it reads from left to right. */
function upright(angle: number): number {
  if (angle > Math.PI / 2) return angle - Math.PI
  return angle <= -Math.PI / 2 ? angle + Math.PI : angle
}
