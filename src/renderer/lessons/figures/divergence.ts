/** A target with two modes on a line and a normal model, by quadrature. */

const MODES = [-2, 2] as const
const WIDTH = 0.6
/** The line as far as either has mass, and the places on it. */
const line = { from: -8, to: 8, count: 801 } as const

const logNormal = (x: number, mean: number, sd: number): number =>
  -0.5 * ((x - mean) / sd) ** 2 - Math.log(sd) - 0.5 * Math.log(2 * Math.PI)

/** log p of the target: two equal normal modes. */
export function logTarget(x: number): number {
  const [a, b] = MODES.map((mode) => logNormal(x, mode, WIDTH))
  const top = Math.max(a, b)
  return top + Math.log((Math.exp(a - top) + Math.exp(b - top)) / 2)
}

export const logModel = (x: number, mean: number, sd: number): number => logNormal(x, mean, sd)

export const placesOnLine: readonly number[] = Array.from(
  { length: line.count },
  (_, i) => line.from + ((line.to - line.from) * i) / (line.count - 1),
)

/** KL(p‖q), forward, and KL(q‖p), reverse, in nats, of the target p and a normal model q. */
export function divergences(mean: number, sd: number): { readonly forward: number; readonly reverse: number } {
  const step = (line.to - line.from) / (line.count - 1)
  let [forward, reverse] = [0, 0]
  for (const x of placesOnLine) {
    const [p, q] = [logTarget(x), logModel(x, mean, sd)]
    forward += Math.exp(p) * (p - q) * step
    reverse += Math.exp(q) * (q - p) * step
  }
  return { forward, reverse }
}
