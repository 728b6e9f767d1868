import type { Inspector } from '../inspection/inspector'
import type { Table } from '../units'
import { reportWeights, weighDraws, type WeightReport } from './importance'
import { canIntegrate, integrateAround } from './integral'
import { modeShares, type ModeShare } from './modes'

/** What is known of a target besides ln p̃. Points are in the flow's units. */
export interface KnownTarget {
  /** ln ∫p̃ by quadrature, nats; null where it was not to be had. */
  readonly logZ: number | null
  /** Where its modes are, [m, D]; none where it has one or they are not known. */
  readonly modes: Float64Array
}

/** How near a model is to a target given by its energy. Nats. */
export interface EnergyAssessment {
  readonly weights: WeightReport
  /** The target's ln Z by quadrature. */
  readonly logZ: number | null
  /** KL(q‖p) and KL(p‖q) by quadrature; null for D > 3, with stochastic blocks, or where it was not asked for. */
  readonly reverseKl: number | null
  readonly forwardKl: number | null
  /** Of each mode, what share of rows and of draws is nearest to it; empty where no modes are known. */
  readonly modes: readonly ModeShare[]
}

const DRAWS = 50_000
const SEED = 4

/** Judges a model by the target of its inspector; `rows` [n, D] are the target's own. Integrals are left to `integrator`. */
export async function assessEnergy(
  inspector: Inspector,
  theta: Float64Array,
  rows: Table,
  { logZ, modes }: KnownTarget,
  integrator: Inspector | null,
): Promise<EnergyAssessment> {
  const { dims } = inspector.flow
  const { x, logWeights } = await weighDraws(inspector, theta, DRAWS, SEED)
  const near = integrator && logZ !== null && canIntegrate(dims) ? { integrator, logZ } : null
  return {
    weights: reportWeights(logWeights),
    logZ,
    reverseKl: near && (await reverseKl(near.integrator, theta, x, near.logZ)),
    forwardKl:
      near && rows.length > 0 ? await forwardKl(near.integrator, theta, Float64Array.from(rows), near.logZ) : null,
    modes: modeShares(modes, dims, rows, x),
  }
}

/** KL(q‖p) = ∫ q (ln q − ln p̃) + ln Z. */
export function reverseKl(
  inspector: Inspector,
  theta: Float64Array,
  draws: Float64Array,
  logZ: number,
): Promise<number> {
  return integrateAround(draws, inspector.flow.dims, async (x) => {
    const [logDensity, logTarget] = [await inspector.logDensity(theta, x), await inspector.logTarget(x)]
    return { logDensity, value: logDensity.map((value, i) => value - logTarget[i] + logZ) }
  })
}

/** KL(p‖q) = ∫ p (ln p − ln q). */
export function forwardKl(
  inspector: Inspector,
  theta: Float64Array,
  rows: Float64Array,
  logZ: number,
): Promise<number> {
  return integrateAround(rows, inspector.flow.dims, async (x) => {
    const [logModel, logTarget] = [await inspector.logDensity(theta, x), await inspector.logTarget(x)]
    const logDensity = logTarget.map((value) => value - logZ)
    return { logDensity, value: logDensity.map((value, i) => value - logModel[i]) }
  })
}
