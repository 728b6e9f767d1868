import { joinRows } from '../../flow/rows'
import type { Inspector } from '../inspection/inspector'
import { cubature, type CubatureOptions } from './cubature'

/** Per D: fine enough that a ridge a twentieth of the spread wide is met, few enough points for some tens of seconds. */
const plans: Readonly<Record<number, CubatureOptions>> = {
  1: { cells: 64, tolerance: 1e-5, points: 100_000 },
  2: { cells: 24, tolerance: 2e-3, points: 600_000 },
  3: { cells: 12, tolerance: 5e-3, points: 1_500_000 },
}

/** Draws that say where the density lies. */
const PROBES = 2048

/**
 * ∫ p over all of ℝᴰ, which is 1 when the log-determinants are right; null for D > 3. log p is the backend's; the sum is
 * in double precision. Of a conditional flow it is ∫ p(x | c) dx for one `context` [C].
 */
export async function integrateDensity(
  inspector: Inspector,
  theta: Float64Array,
  context: ArrayLike<number> = [],
): Promise<number | null> {
  const { flow } = inspector
  const { dims } = flow
  if (!canIntegrate(dims)) return null
  return integrateAround(await inspector.sample(theta, PROBES, 1, context), dims, async (x) => {
    const logDensity = await inspector.logDensity(theta, joinRows(flow, x, context))
    return { logDensity }
  })
}

/** Whether integrals over ℝᴰ are within reach. */
export const canIntegrate = (dims: number): boolean => dims in plans

/** ln of a density at rows, and what is averaged over it; 1 where that is absent. */
export interface Integrand {
  readonly logDensity: Float64Array
  readonly value?: Float64Array
}

/**
 * ∫ value · density over ℝᴰ, D ≤ 3. Each axis is mapped to (−1, 1) by x = c + s·u/(1 − u²), c and s the median and spread
 * of `draws` [n, D], so that no tail is cut off. `f` gets rows [n, D].
 */
export async function integrateAround(
  draws: Float64Array,
  dims: number,
  f: (x: Float64Array) => Promise<Integrand>,
): Promise<number> {
  const { centre, spread } = momentsOf(draws, dims)
  return cubature(
    dims,
    async (u) => {
      const x = new Float64Array(u.length)
      for (let i = 0; i < u.length; i++) x[i] = centre[i % dims] + (spread[i % dims] * u[i]) / (1 - u[i] ** 2)
      const { logDensity, value } = await f(x)
      return logDensity.map((nats, row) => {
        const density = Math.exp(nats + logStretch(u, row, spread))
        // where there is no density there is nothing to average; overflow far out makes the integral fall short
        if (density === 0 || Number.isNaN(density)) return 0
        return value ? density * value[row] : density
      })
    },
    plans[dims],
  )
}

/** ln Π ∂x/∂u = Σ ln s (1 + u²)/(1 − u²)². */
function logStretch(u: ArrayLike<number>, row: number, spread: readonly number[]): number {
  let total = 0
  for (let d = 0; d < spread.length; d++) {
    const square = u[row * spread.length + d] ** 2
    total += Math.log((spread[d] * (1 + square)) / (1 - square) ** 2)
  }
  return total
}

/** Median and half the central 68 % of each column: heavy tails have neither mean nor variance. */
function momentsOf(points: Float64Array, dims: number): { centre: number[]; spread: number[] } {
  const centre: number[] = []
  const spread: number[] = []
  for (let d = 0; d < dims; d++) {
    const column = points.filter((value, i) => i % dims === d && Number.isFinite(value)).sort()
    const quantile = (q: number) => column[Math.floor(q * (column.length - 1))] ?? 0
    centre.push(quantile(0.5))
    spread.push(Math.max((quantile(0.84) - quantile(0.16)) / 2, 1e-6))
  }
  return { centre, spread }
}
