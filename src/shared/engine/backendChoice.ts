import { RpcFailure } from '../rpc/failure'
import type { BackendReport, EngineSettings } from '../rpc/protocol'
import type { Backend } from '../tensor/runtime/backend'
import type { BackendOffer } from './host'
import { selfCheck } from './selfCheck'

export interface BackendChoice {
  readonly backend: Backend
  readonly reports: readonly BackendReport[]
}

/**
 * The first offer that loads and computes rightly at the precision asked for or a higher one, with a reason for each.
 * Offers after it are not tried: loading one may take the machine from another. Throws `RpcFailure` when none works.
 */
export async function chooseBackend(offers: readonly BackendOffer[], settings: EngineSettings): Promise<BackendChoice> {
  const reports: BackendReport[] = []
  for (const [i, { name, load }] of offers.entries()) {
    const attempt = await tryBackend(load, settings)
    if ('fault' in attempt) {
      reports.push({ name, available: false, chosen: false, reason: attempt.fault })
      continue
    }
    reports.push({ name, available: true, chosen: true, reason: praise(attempt.backend) })
    for (const later of offers.slice(i + 1))
      reports.push({ name: later.name, available: false, chosen: false, reason: `Not tried, since ${name} works.` })
    return { backend: attempt.backend, reports }
  }
  const reasons = reports.map(({ name, reason }) => `${name}: ${reason}`).join(' ')
  throw new RpcFailure(`No backend works on this machine. ${reasons}`)
}

/** A backend that loads and computes rightly, or what is wrong with it, in a sentence. */
export async function tryBackend(
  load: BackendOffer['load'],
  settings: EngineSettings,
): Promise<{ backend: Backend } | { fault: string }> {
  let backend: Backend
  try {
    backend = await load(settings)
  } catch (error) {
    return { fault: wordsOf(error) }
  }
  const coarse = settings.precision === 'float64' && backend.precision !== 'float64'
  const fault = coarse ? 'it computes in float32 only.' : await selfCheck(backend).catch(wordsOf)
  if (fault === null) return { backend }
  backend.dispose()
  return { fault: `Loads, but ${fault}` }
}

const praise = ({ uses }: Backend): string => `The fastest one that works here${uses === undefined ? '' : `: ${uses}`}.`

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
