import { REGION_MASSES } from '../use/useDensityFrames'

/** Between natural units and the flow's standardised ones, per column: x = mean + scale · u. */
export interface Units {
  readonly mean: readonly number[]
  readonly scale: readonly number[]
}

/** Lines over z that are carried along: places [n, 2] in drawn coordinates and pairs of their indices. */
export interface Net {
  readonly rows: Float32Array<ArrayBuffer>
  /** Segments of the lattice, then of the contours from `contours` on; two indices each. */
  readonly segments: Uint32Array
  readonly contours: number
}

/** Segments of a contour: enough for folds to stay round. */
const ROUND = 128

/**
 * Radius of the circle that holds `mass` of a standard normal in the plane: |z|² is exponential with mean 2, so
 * P(|z| ≤ r) = 1 − exp(−r²/2).
 */
export const contourRadius = (mass: number): number => Math.sqrt(-2 * Math.log(1 - mass))

/** n × n places over [−reach, reach]² of standardised z, x fastest, in drawn coordinates. */
export function latticeRows(n: number, reach: number, { mean, scale }: Units): Float32Array<ArrayBuffer> {
  const rows = new Float32Array(2 * n * n)
  const at = (i: number): number => reach * ((2 * i) / (n - 1) - 1)
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < n; i++) {
      rows[2 * (j * n + i)] = mean[0] + scale[0] * at(i)
      rows[2 * (j * n + i) + 1] = mean[1] + scale[1] * at(j)
    }
  }
  return rows
}

/** Pairs of neighbours in an n × n lattice: all lines along x, then all along y, each from end to end. */
export function latticeSegments(n: number): Uint32Array {
  const pairs: number[] = []
  for (const [along, across] of [
    [1, n],
    [n, 1],
  ] as const) {
    // prettier-ignore
    for (let line = 0; line < n; line++) {
      for (let i = 0; i + 1 < n; i++) pairs.push(line * across + i * along, line * across + (i + 1) * along)
    }
  }
  return Uint32Array.from(pairs)
}

/** Circles of z around regions that hold 50, 80 and 95 % of a normal base, [3 · ROUND, 2] in drawn coordinates. */
function contourRows({ mean, scale }: Units): Float32Array<ArrayBuffer> {
  return Float32Array.from(
    REGION_MASSES.flatMap((mass) =>
      Array.from({ length: ROUND }, (_, i) => {
        const [r, angle] = [contourRadius(mass), (2 * Math.PI * i) / ROUND]
        return [mean[0] + scale[0] * r * Math.cos(angle), mean[1] + scale[1] * r * Math.sin(angle)]
      }).flat(),
    ),
  )
}

const circleSegments = (circles: number, first: number): number[] =>
  Array.from({ length: circles * ROUND }, (_, i) => {
    const circle = first + Math.floor(i / ROUND) * ROUND
    return [circle + (i % ROUND), circle + ((i + 1) % ROUND)]
  }).flat()

/** The row of a net at which its contour number `circle` is labelled: the first of its places, which is to the right. */
export const contourRow = ({ rows }: Net, circle: number): number =>
  rows.length / 2 - (REGION_MASSES.length - circle) * ROUND

/** A lattice of n lines each way, and the probability contours where the base is a normal. */
export function netOver(n: number, reach: number, units: Units, contours: boolean): Net {
  const [lattice, circles] = [latticeRows(n, reach, units), contours ? contourRows(units) : new Float32Array(0)]
  const rows = new Float32Array(lattice.length + circles.length)
  rows.set(lattice)
  rows.set(circles, lattice.length)
  const lines = latticeSegments(n)
  const rings = contours ? circleSegments(REGION_MASSES.length, n * n) : []
  return { rows, segments: Uint32Array.from([...lines, ...rings]), contours: lines.length }
}
