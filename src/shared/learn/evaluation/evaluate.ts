import { Random } from '../../math/random'
import { contextsOf, joinRows, pointsOf } from '../../flow/rows'
import { quantile } from '../../math/quantiles'
import type { Inspector } from '../inspection/inspector'
import type { Table, Units } from '../units'
import { kolmogorovSmirnov, sampleDistances, type SampleDistances } from './distances'
import { assessEnergy, type EnergyAssessment, type KnownTarget } from './energy'
import { integrateDensity } from './integral'
import { compareWithTruth, type DrawnFrom, type TruthFit } from './truth'

/** How good a model is on rows it has not seen, and how exact its arithmetic is. Nats, natural units of the data. */
export interface Assessment {
  readonly rows: number
  /** With stochastic blocks a bound from above, of one path for each row. */
  readonly nll: number
  readonly nllStandardError: number
  /** NLL / (D ln 2). */
  readonly bitsPerDim: number
  /** ∫p over ℝᴰ; null for D > 3, where it was not asked for, and with stochastic blocks. */
  readonly integral: number | null
  /** max |x − f(f⁻¹(x))| in the flow's units; null with stochastic blocks, which do not undo each other. */
  readonly roundTripError: number | null
  /** max |logDet forward + logDet inverse|; null likewise. */
  readonly logDetError: number | null
  readonly entropy: number | null
  /** Rows against as many draws of the model, in the flow's units; null where there are fewer than two rows. */
  readonly samples: SampleDistances | null
  readonly latent: LatentFit
  /** How far it is from the density of its data; null where that is not known, or integrals were not asked for. */
  readonly truth: TruthFit | null
  /** What the target's energy tells; null where the data has none. */
  readonly energy: EnergyAssessment | null
}

/** How z of the rows fits the base: Kolmogorov and Smirnov's distance from draws of it, where it is largest. */
export interface LatentFit {
  readonly distance: number
  /** Counts from 0. */
  readonly coordinate: number
  /** What chance alone exceeds in one evaluation of twenty, all coordinates taken together. */
  readonly limit: number
  /** Of each coordinate, quantiles of z and of draws of the base at `quantileLevels`: what a QQ plot shows. */
  readonly quantiles: readonly { readonly z: readonly number[]; readonly base: readonly number[] }[]
}

/** Where quantiles are compared. */
export const quantileLevels = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99] as const

/** Rows that go there and back. */
const ROUND_TRIP_ROWS = 2048
/** Most rows compared with draws of the model, all pairs of which are looked at, and with draws of the base. */
const COMPARED_ROWS = 600
const LATENT_ROWS = 8192

/**
 * Judges a model by held-out rows [n, D + C] in the flow's units, n ≥ 1; of a conditional one, ∫p is for the first row's
 * context. `entropy` is the data's, where it is known. The many points of ∫p may be left to a faster `integrator` of the same
 * flow, or be spared with null. `target` is what is known of the energy that the inspectors weigh by, and `drawnFrom` the data
 * that the rows are of.
 */
export async function assess(
  inspector: Inspector,
  theta: Float64Array,
  units: Units,
  rows: Table,
  entropy: number | null,
  integrator: Inspector | null = inspector,
  target: KnownTarget | null = null,
  drawnFrom: DrawnFrom | null = null,
): Promise<Assessment> {
  const { flow } = inspector
  const { dims, width } = flow
  const exact = flow.stochastic.length === 0
  const { nll, standardError } = await meanNll(inspector, theta, units, rows)
  return {
    rows: rows.length / width,
    nll,
    nllStandardError: standardError,
    bitsPerDim: nll / (dims * Math.LN2),
    integral: exact
      ? integrator && (await integrateDensity(integrator, theta, contextsOf(flow, rows.subarray(0, width))))
      : null,
    ...(exact
      ? await roundTrip(inspector, theta, rows.subarray(0, ROUND_TRIP_ROWS * width))
      : { roundTripError: null, logDetError: null }),
    entropy,
    samples: rows.length < 2 * width ? null : await compare(inspector, theta, rows),
    latent: await latentFit(inspector, theta, rows),
    truth:
      exact && integrator && drawnFrom && !target
        ? await compareWithTruth(integrator, theta, units, drawnFrom, rows)
        : null,
    energy: target && (await assessEnergy(inspector, theta, rows, target, exact ? integrator : null)),
  }
}

/** So many of the rows [n, width], all different, in an order of chance. */
function someRows(rows: Table, width: number, most: number, random: Random): Float64Array {
  const order = random.permutation(rows.length / width).subarray(0, most)
  const chosen = new Float64Array(order.length * width)
  order.forEach((row, i) => chosen.set(rows.subarray(row * width, (row + 1) * width), i * width))
  return chosen
}

async function compare(inspector: Inspector, theta: Float64Array, rows: Table): Promise<SampleDistances> {
  const { flow } = inspector
  const random = new Random(0).fork('distances')
  const chosen = someRows(rows, flow.width, COMPARED_ROWS, random)
  const drawn = await inspector.sample(theta, chosen.length / flow.width, 2, contextsOf(flow, chosen))
  return sampleDistances(Float64Array.from(pointsOf(flow, chosen)), drawn, flow.dims, random)
}

async function latentFit(inspector: Inspector, theta: Float64Array, rows: Table): Promise<LatentFit> {
  const { flow } = inspector
  const { dims } = flow
  const random = new Random(0).fork('latent')
  const { z } = await inspector.density(theta, someRows(rows, flow.width, LATENT_ROWS, random))
  const n = z.length / dims
  const drawn = flow.sampleBase(theta, random, LATENT_ROWS)
  const column = (of: Table, d: number) =>
    Float64Array.from({ length: of.length / dims }, (_, i) => of[i * dims + d]).sort()
  const columns = Array.from({ length: dims }, (_, d) => ({ z: column(z, d), base: column(drawn, d) }))
  const distances = columns.map(({ z: found, base }) => kolmogorovSmirnov(found, base))
  const coordinate = distances.indexOf(Math.max(...distances))
  return {
    distance: distances[coordinate],
    coordinate,
    limit: Math.sqrt(-0.5 * Math.log(0.05 / dims / 2) * (1 / n + 1 / LATENT_ROWS)),
    quantiles: columns.map(({ z: found, base }) => ({
      z: quantileLevels.map((level) => quantile(found, level)),
      base: quantileLevels.map((level) => quantile(base, level)),
    })),
  }
}

/** Mean of −log p and its standard error sd/√n (0 for one row). */
export async function meanNll(
  inspector: Inspector,
  theta: Float64Array,
  units: Units,
  rows: Table,
): Promise<{ readonly nll: number; readonly standardError: number }> {
  const logDensity = units.naturalDensity(await inspector.logDensity(theta, rows), rows, inspector.flow.width)
  const count = logDensity.length
  const mean = logDensity.reduce((sum, value) => sum + value, 0) / count
  const squares = logDensity.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { nll: -mean, standardError: Math.sqrt(squares / Math.max(1, count - 1) / count) }
}

/** x → z → x: how far the points and the two log-determinants are from agreeing. */
async function roundTrip(inspector: Inspector, theta: Float64Array, rows: Table) {
  const { flow } = inspector
  const there = await inspector.density(theta, rows)
  const back = await inspector.push(theta, joinRows(flow, there.z, contextsOf(flow, rows)))
  return {
    roundTripError: largest(pointsOf(flow, rows), (x, i) => x - back.x[i]),
    logDetError: largest(there.logDet, (logDet, row) => logDet + back.logDet[row]),
  }
}

/** max |difference|; NaN as soon as one is. */
function largest(values: Table, difference: (value: number, index: number) => number): number {
  let top = 0
  for (let i = 0; i < values.length; i++) top = Math.max(top, Math.abs(difference(values[i], i)))
  return top
}
