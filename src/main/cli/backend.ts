import type { BackendOffer } from '@shared/engine/host'
import type { Backend } from '@shared/tensor/runtime/backend'
import { backendOffers } from '../engine/backends'
import { CommandFailure } from './failure'

/** The offers to try: all of them, or the one that was asked for. */
export function offersFor(name: string | undefined): readonly BackendOffer[] {
  const offers = backendOffers()
  if (name === undefined) return offers
  const chosen = offers.filter((offer) => offer.name === name)
  if (chosen.length > 0) return chosen
  const names = offers.map((offer) => offer.name).join(', ')
  throw new CommandFailure(
    `There is no backend "${name}". Choose one of ${names}; "diffeo backends" says which run here.`,
  )
}

/** The backend that was asked for; a question about a trained model is answered in float64 unless one is named. */
export async function openBackend(name = 'reference'): Promise<Backend> {
  const [offer] = offersFor(name)
  try {
    return await offer.load()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new CommandFailure(`Backend "${name}" does not run here: ${reason}. "diffeo backends" lists those that do.`)
  }
}

/** The fastest backend that loads here. */
export async function openFastest(): Promise<Backend> {
  for (const { name } of offersFor(undefined)) {
    const backend = await openBackend(name).catch(() => null)
    if (backend) return backend
  }
  throw new CommandFailure('No backend runs here; "diffeo backends" says why.')
}
