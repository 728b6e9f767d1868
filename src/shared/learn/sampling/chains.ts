import type { Random } from '../../math/random'
import { diagnose, type Diagnosis } from './diagnostics'
import type { SlopedDensity } from './density'
import { nutsChain, type Chain, type ChainOptions, type ChainResult } from './nuts'

export interface ReferenceRun extends Diagnosis {
  /** [chains · draws, D], chain by chain, in the units of the density. */
  readonly draws: Float64Array
  readonly divergences: number
}

/** Runs chains side by side: what all of them ask at a time is asked at once. */
export async function runChains(density: SlopedDensity, chains: readonly Chain[]): Promise<readonly ChainResult[]> {
  const { dims } = density
  const results: ChainResult[] = []
  let waiting: { readonly index: number; readonly at: Float64Array }[] = []
  const note = (index: number, next: IteratorResult<Float64Array, ChainResult>) => {
    if (next.done) results[index] = next.value
    else waiting.push({ index, at: next.value })
  }
  chains.forEach((chain, index) => {
    note(index, chain.next())
  })
  while (waiting.length > 0) {
    const asked = waiting
    waiting = []
    const points = new Float64Array(asked.length * dims)
    asked.forEach(({ at }, i) => {
      points.set(at, i * dims)
    })
    const { logDensity, slope } = await density.at(points)
    asked.forEach(({ index }, i) => {
      const told = { logDensity: logDensity[i], slope: slope.slice(i * dims, (i + 1) * dims) }
      note(index, chains[index].next(told))
    })
  }
  return results
}

/** Draws of a target by chains of the No-U-Turn sampler from `starts` [chains, D], with what tells whether to trust them. */
export async function nutsReference(
  density: SlopedDensity,
  starts: Float64Array,
  options: ChainOptions,
  random: Random,
): Promise<ReferenceRun> {
  const { dims } = density
  const count = starts.length / dims
  const chains = Array.from({ length: count }, (_, i) =>
    nutsChain(starts.slice(i * dims, (i + 1) * dims), options, random.fork(`chain ${i}`)),
  )
  const results = await runChains(density, chains)
  const draws = new Float64Array(count * options.draws * dims)
  results.forEach((result, i) => {
    draws.set(result.draws, i * options.draws * dims)
  })
  return {
    draws,
    divergences: results.reduce((sum, { divergences }) => sum + divergences, 0),
    ...diagnose(
      results.map((result) => result.draws),
      dims,
    ),
  }
}
