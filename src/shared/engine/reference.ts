import { slopedTarget, type SlopedDensity } from '../learn/sampling/density'
import { nutsReference } from '../learn/sampling/chains'
import { Random } from '../math/random'
import type { Reference } from '../rpc/protocol'
import { RpcFailure } from '../rpc/failure'
import type { Backend } from '../tensor/runtime/backend'
import type { Session } from './session'

/** As many draws as rows of data are shown. */
const CHAINS = { count: 8, warmup: 400, draws: 500 } as const
const SEED = 1
/** Questions that the chains ask before others have their turn. */
const A_TURN = 50

/**
 * Draws of a session's target by chains, always the same ones, from rows of its data: so that each mode has its chains, as
 * many as are due to it, even where none crosses to another, which R̂ tells. Others have their turn meanwhile.
 */
export async function reference(
  { target, units, flow, data }: Session,
  backend: Backend,
  breathe: () => Promise<void>,
): Promise<Reference> {
  if (!target) throw new RpcFailure(`Data "${data.name}": has rows alone, and chains need an energy. Choose an energy as data.`) // prettier-ignore
  const { dims } = flow
  const density = await slopedTarget(backend, dims, target.trace, CHAINS.count)
  try {
    const random = new Random(SEED)
    const starts = Float64Array.from({ length: CHAINS.count * dims }, (_, i) => data.train[i] ?? random.normal())
    const { draws, rHat, effective, divergences } = await nutsReference(
      patient(density, breathe),
      starts,
      CHAINS,
      random,
    )
    return {
      draws: Float32Array.from(units.toNatural(draws)),
      rHat: Math.max(...rHat),
      effective: Math.min(...effective),
      divergences,
    }
  } finally {
    await density.dispose()
  }
}

/** The same density, which lets others have their turn now and then. */
function patient(density: SlopedDensity, breathe: () => Promise<void>): SlopedDensity {
  let asked = 0
  return {
    ...density,
    at: async (points) => {
      if (++asked % A_TURN === 0) await breathe()
      return density.at(points)
    },
  }
}
