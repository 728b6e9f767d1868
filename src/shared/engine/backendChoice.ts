import { RpcFailure } from '../rpc/failure'
import type { BackendReport, ComputeSettings } from '../rpc/protocol'
import type { Backend } from '../tensor/runtime/backend'
import { watched } from '../tensor/runtime/watched'
import type { BackendOffer } from './host'
import { selfCheck } from './selfCheck'

export interface BackendChoice {
  readonly backend: Backend
  readonly reports: readonly BackendReport[]
}

/** Names that backends had before, by which older settings and commands may ask for them. */
const formerNames: Readonly<Record<string, string>> = { 'tfjs-node-gpu': 'tensorflow' }

/** The offer of this name or of one it had before; null when there is none. */
export function offerNamed(offers: readonly BackendOffer[], name: string): BackendOffer | null {
  const present = formerNames[name] ?? name
  return offers.find((offer) => offer.name === present) ?? null
}

/**
 * The first offer that loads and computes rightly at the precision asked for or a higher one, with a reason for each.
 * Offers after it are not tried: loading one may take the machine from another. Throws `RpcFailure` when none works.
 */
export async function chooseBackend(
  offers: readonly BackendOffer[],
  settings: ComputeSettings,
): Promise<BackendChoice> {
  const reports: BackendReport[] = []
  for (const [i, { name, load }] of offers.entries()) {
    const attempt = await tryBackend(load, settings)
    if ('fault' in attempt) {
      reports.push({ name, tried: true, available: false, chosen: false, reason: attempt.fault })
      continue
    }
    const { backend } = attempt
    reports.push({
      name,
      tried: true,
      available: true,
      chosen: true,
      reason: praise(backend),
      device: backend.hardware,
    })
    for (const later of offers.slice(i + 1)) reports.push(untried(later.name, `Not tried, since ${name} works.`))
    return { backend, reports }
  }
  if (reports.length === 1) throw new RpcFailure(`The backend ${reports[0].name} cannot be had. ${reports[0].reason}`)
  const reasons = reports.map(({ name, reason }) => `${name}: ${reason}`).join(' ')
  throw new RpcFailure(`No backend works on this machine. ${reasons}`)
}

export const untried = (name: string, reason: string): BackendReport => ({
  name,
  tried: false,
  available: false,
  chosen: false,
  reason,
})

/** A backend that loads and computes rightly, or what is wrong with it, in a sentence. */
export async function tryBackend(
  load: BackendOffer['load'],
  settings: ComputeSettings,
): Promise<{ backend: Backend } | { fault: string }> {
  let backend: Backend
  try {
    backend = watched(await load(settings))
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

export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
