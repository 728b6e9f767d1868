/** Whether chains agree, and how many independent draws they are worth; each [D]. */
export interface Diagnosis {
  /** Split R̂ (Gelman et al. 2013, Bayesian Data Analysis, 11.4): near 1 where the halves of all chains agree. */
  readonly rHat: Float64Array
  /** Effective draws for the mean of a coordinate, of all chains together (Vehtari et al. 2021, arXiv:1903.08008). */
  readonly effective: Float64Array
}

/** `chains` are of the same length, [draws, D] each. */
export function diagnose(chains: readonly Float64Array[], dims: number): Diagnosis {
  const coordinates = Array.from({ length: dims }, (_, d) => halves(chains.map((chain) => column(chain, dims, d))))
  return {
    rHat: Float64Array.from(coordinates, (parts) => Math.sqrt(moments(parts).total / moments(parts).within)),
    effective: Float64Array.from(coordinates, effectiveDraws),
  }
}

const column = (chain: Float64Array, dims: number, d: number): Float64Array => chain.filter((_, at) => at % dims === d)

const halves = (columns: readonly Float64Array[]): Float64Array[] =>
  columns.flatMap((values) => {
    const half = Math.floor(values.length / 2)
    return [values.subarray(0, half), values.subarray(values.length - half)]
  })

const meanOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** Mean variance within parts, and the variance that they are thought to have in all: (n − 1)/n W + B/n. */
function moments(parts: readonly Float64Array[]): { readonly within: number; readonly total: number } {
  const [n, m] = [parts[0].length, parts.length]
  const means = Float64Array.from(parts, meanOf)
  const within =
    parts.reduce((sum, part, i) => sum + part.reduce((s, x) => s + (x - means[i]) ** 2, 0) / (n - 1), 0) / m
  const centre = meanOf(means)
  const between = means.reduce((sum, mean) => sum + (mean - centre) ** 2, 0) / (m - 1)
  return { within, total: ((n - 1) / n) * within + between }
}

/** m n/τ with τ = 1 + 2 Σ ρ_t, the autocorrelations summed in pairs as long as these are positive and fall (Geyer 1992). */
function effectiveDraws(parts: readonly Float64Array[]): number {
  const [n, m] = [parts[0].length, parts.length]
  const { within, total } = moments(parts)
  const means = parts.map(meanOf)
  const covariance = (lag: number) =>
    parts.reduce((sum, part, i) => {
      let own = 0
      for (let t = 0; t + lag < n; t++) own += (part[t] - means[i]) * (part[t + lag] - means[i])
      return sum + own / n
    }, 0) / m
  const correlation = (lag: number) => 1 - (within - (covariance(lag) * n) / (n - 1)) / total
  let [sum, least] = [0, Infinity]
  for (let lag = 0; lag + 1 < n; lag += 2) {
    const pair = correlation(lag) + correlation(lag + 1)
    if (!(pair > 0)) break
    least = Math.min(least, pair)
    sum += least
  }
  const tau = Math.max(2 * sum - 1, 1 / Math.log10(m * n))
  return (m * n) / tau
}
