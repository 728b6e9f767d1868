import { yeoJohnsonMap } from './columnMaps'

/** Largest error of λ; the likelihood is flat there. */
const TOLERANCE = 1e-8
const GOLDEN = (Math.sqrt(5) - 1) / 2

/**
 * The λ in [0, 2] by which the values are likeliest as a normal's, of whatever mean and variance:
 *
 *   ℓ(λ) = −(n/2) ln σ²(v) + (λ − 1) Σ sign(x) ln(1 + |x|).
 *
 * By golden section; beyond this range the transform's image is not all of ℝ, so no flow could fill it.
 */
export function likeliestLambda(values: Float64Array): number {
  const slope = values.reduce((sum, x) => sum + Math.sign(x) * Math.log1p(Math.abs(x)), 0)
  const likelihood = (lambda: number): number => {
    const { forward } = yeoJohnsonMap(lambda)
    return -0.5 * values.length * Math.log(variance(values, forward)) + (lambda - 1) * slope
  }
  let [low, high] = [0, 2]
  let [a, b] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)]
  let [atA, atB] = [likelihood(a), likelihood(b)]
  while (high - low > TOLERANCE) {
    if (atA >= atB) {
      ;[high, b, atB] = [b, a, atA]
      a = high - GOLDEN * (high - low)
      atA = likelihood(a)
    } else {
      ;[low, a, atA] = [a, b, atB]
      b = low + GOLDEN * (high - low)
      atB = likelihood(b)
    }
  }
  const middle = (low + high) / 2
  return [0, 2].find((end) => Math.abs(end - middle) < 2 * TOLERANCE) ?? middle
}

/** In one pass, of differences from the first: large means cost no digits. */
function variance(values: Float64Array, map: (x: number) => number): number {
  const start = map(values[0])
  let [mean, squares] = [0, 0]
  for (let i = 0; i < values.length; i++) {
    const difference = map(values[i]) - start
    const off = difference - mean
    mean += off / (i + 1)
    squares += off * (difference - mean)
  }
  return squares / values.length
}
