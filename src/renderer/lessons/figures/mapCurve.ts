/** A typed map as a figure draws it. */

export interface MapPoint {
  readonly z: number
  readonly x: number
}

/** A stretch of the curve without a jump. */
export type Stretch = readonly MapPoint[]

/** Two places that the map sends to one. */
export interface Meeting {
  readonly z: readonly [number, number]
  readonly x: number
}

const POINTS = 400
/** A jump is a change between neighbours of so many times the usual one. */
const JUMP = 20
/** Bisections that find a place to the last digit. */
const HALVINGS = 60

/** The curve over [from, to], broken where it jumps or has no value. */
export function stretchesOf(f: (z: number) => number, from: number, to: number): readonly Stretch[] {
  const points = Array.from({ length: POINTS + 1 }, (_, i) => {
    const z = from + ((to - from) * i) / POINTS
    return { z, x: f(z) }
  })
  const changes = points.slice(1).map(({ x }, i) => Math.abs(x - points[i].x))
  const usual = changes.filter(Number.isFinite).sort((a, b) => a - b)[changes.length >> 1] || Number.EPSILON
  const stretches: MapPoint[][] = []
  points.forEach((point, i) => {
    const breaks = i === 0 || !(changes[i - 1] <= JUMP * usual)
    if (!Number.isFinite(point.x)) return
    if (breaks || stretches.length === 0) stretches.push([point])
    else stretches[stretches.length - 1].push(point)
  })
  return stretches
}

/** Two z that share an x, half way up what the curve takes twice; null where no value is found twice. */
export function meetingOf(f: (z: number) => number, from: number, to: number): Meeting | null {
  const stretches = stretchesOf(f, from, to).flatMap(monotone)
  for (const [i, a] of stretches.entries())
    for (const b of stretches.slice(i + 1)) {
      const [low, high] = [Math.max(least(a), least(b)), Math.min(most(a), most(b))]
      if (!(high - low > 1e-6 * (Math.abs(low) + Math.abs(high)))) continue
      const x = (low + high) / 2
      return { z: [placeOf(f, a, x), placeOf(f, b, x)], x }
    }
  return null
}

/** Pieces of a stretch that only rise or only fall; the turning point is in both. */
function monotone(stretch: Stretch): readonly Stretch[] {
  const pieces: MapPoint[][] = []
  stretch.slice(1).forEach((point, i) => {
    const before = stretch[i]
    const last = pieces.at(-1)
    const goesOn = last && Math.sign(last[1].x - last[0].x) === Math.sign(point.x - before.x)
    if (goesOn) last.push(point)
    else pieces.push([before, point])
  })
  return pieces
}

const least = (piece: Stretch): number => Math.min(piece[0].x, piece[piece.length - 1].x)
const most = (piece: Stretch): number => Math.max(piece[0].x, piece[piece.length - 1].x)

function placeOf(f: (z: number) => number, piece: Stretch, x: number): number {
  let [low, high] = [piece[0].z, piece[piece.length - 1].z]
  const rises = piece[piece.length - 1].x > piece[0].x
  for (let n = 0; n < HALVINGS; n++) {
    const middle = (low + high) / 2
    if (f(middle) > x === rises) high = middle
    else low = middle
  }
  return (low + high) / 2
}
