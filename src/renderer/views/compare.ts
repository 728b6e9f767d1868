import { cellArea, shareOf, type DensityGrid } from './grid'

/** How far a model's density is from the known one, over a grid. */
export interface Comparison {
  /** p_model − p_true at each node; no number where the model's density is none. */
  readonly difference: Float32Array
  /** ∫ p_true (log p_true − log p_model), nats. */
  readonly kl: number
  /** ½ ∫ |p_model − p_true|. */
  readonly totalVariation: number
  /** ∫ p_true over the grid: what the integrals have seen of it. */
  readonly truthMass: number
}

/** All integrals by the trapezoidal rule over the grid. `truth` is log p of the data on the same nodes. */
export function compare(model: DensityGrid, truth: Float32Array): Comparison {
  const [area, n] = [cellArea(model), model.resolution]
  let [kl, distance, mass] = [0, 0, 0]
  const difference = model.logDensity.map((logModel, i) => {
    const [p, q] = [Math.exp(truth[i]), Math.exp(logModel)]
    const share = shareOf(i % n, n) * shareOf(Math.floor(i / n), n)
    mass += share * p
    // Where there is no truth, the model's density adds nothing: 0 · log 0 is 0.
    if (p > 0) kl += share * p * (truth[i] - logModel)
    distance += share * Math.abs(q - p)
    return q - p
  })
  return { difference, kl: kl * area, totalVariation: (distance * area) / 2, truthMass: mass * area }
}
