import { Random } from '../../math/random'
import type { Inspector, WeighedDraws } from '../inspection/inspector'

/*
 * What importance weights of draws from a model q tell of a target p̃ = Z p: w = p̃/q, given as logarithms ln w [n] so
 * that none over- or underflows. Nats.
 */

/** A mean with its standard error. */
export interface Estimate {
  readonly mean: number
  readonly standardError: number
}

/** So many draws of the model, weighed by the target of the inspector; the same seed gives the same draws for the same θ. */
export async function weighDraws(
  inspector: Inspector,
  theta: Float64Array,
  count: number,
  seed: number,
): Promise<WeighedDraws & { readonly logWeights: Float64Array }> {
  const draws = await inspector.weigh(theta, inspector.flow.sampleBase(theta, new Random(seed), count))
  return { ...draws, logWeights: draws.logTarget.map((value, i) => value - draws.logDensity[i]) }
}

/** What weighted draws tell of the model and its target. */
export interface WeightReport {
  readonly draws: number
  /** F = E_q[log q − log p̃] ≥ −ln Z. */
  readonly freeEnergy: Estimate
  /** ln of the mean weight, an estimate of ln Z; its standard error by the delta method, sd(w)/(√n·mean w). */
  readonly logZ: Estimate
  /** (Σ w)²/(n Σ w²), Kish's effective draws as a share of all (of importance weights: Kong 1992): 1 where q = p. */
  readonly effectiveShare: number
}

export function reportWeights(logWeights: Float64Array): WeightReport {
  const n = logWeights.length
  const logMean = logMeanPower(logWeights, 1)
  const effectiveShare = logMean === -Infinity ? 0 : Math.exp(2 * logMean - logMeanPower(logWeights, 2))
  return {
    draws: n,
    freeEnergy: freeEnergyOf(logWeights),
    logZ: {
      mean: logMean,
      // var(w)/mean(w)² = 1/ESS − 1
      standardError: Math.sqrt(Math.max(0, 1 / effectiveShare - 1) / Math.max(1, n - 1)),
    },
    effectiveShare,
  }
}

/** −mean ln w with its standard error. */
export function freeEnergyOf(logWeights: Float64Array): Estimate {
  const n = logWeights.length
  const mean = logWeights.reduce((sum, value) => sum + value, 0) / n
  const squares = logWeights.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean: -mean, standardError: Math.sqrt(squares / Math.max(1, n - 1) / n) }
}

/** ln mean w^power, shifted by the largest term. */
export function logMeanPower(logWeights: Float64Array, power: number): number {
  let top = -Infinity
  for (const value of logWeights) top = Math.max(top, power * value)
  if (!Number.isFinite(top)) return top
  let sum = 0
  for (const value of logWeights) sum += Math.exp(power * value - top)
  return top + Math.log(sum / logWeights.length)
}
