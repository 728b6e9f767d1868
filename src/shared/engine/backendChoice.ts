import { RpcFailure } from '../rpc/failure'
import type { BackendReport } from '../rpc/protocol'
import type { Backend } from '../tensor/runtime/backend'
import type { BackendOffer } from './host'
import { selfCheck } from './selfCheck'

export interface BackendChoice {
  readonly backend: Backend
  readonly reports: readonly BackendReport[]
}

/**
 * The first offer that loads and computes rightly, with a reason for each. Offers after it are not tried: loading one
 * may take the machine from another. Throws `RpcFailure` when none works.
 */
export async function chooseBackend(offers: readonly BackendOffer[]): Promise<BackendChoice> {
  const reports: BackendReport[] = []
  for (const [i, { name, load }] of offers.entries()) {
    const attempt = await tryBackend(load)
    if ('fault' in attempt) {
      reports.push({ name, available: false, chosen: false, reason: attempt.fault })
      continue
    }
    reports.push({ name, available: true, chosen: true, reason: 'The fastest one that works here.' })
    for (const later of offers.slice(i + 1))
      reports.push({ name: later.name, available: false, chosen: false, reason: `Not tried, since ${name} works.` })
    return { backend: attempt.backend, reports }
  }
  const reasons = reports.map(({ name, reason }) => `${name}: ${reason}`).join(' ')
  throw new RpcFailure(`No backend works on this machine. ${reasons}`)
}

async function tryBackend(load: BackendOffer['load']): Promise<{ backend: Backend } | { fault: string }> {
  let backend: Backend
  try {
    backend = await load()
  } catch (error) {
    return { fault: wordsOf(error) }
  }
  const fault = await selfCheck(backend).catch(wordsOf)
  if (fault === null) return { backend }
  backend.dispose()
  return { fault: `Loads, but ${fault}` }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
