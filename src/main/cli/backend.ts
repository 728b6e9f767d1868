import { chooseBackend, offerNamed } from '@shared/engine/backendChoice'
import type { BackendOffer } from '@shared/engine/host'
import type { ComputeSettings } from '@shared/rpc/protocol'
import type { Backend } from '@shared/tensor/runtime/backend'
import { backendOffers } from '../engine/backends'
import { CommandFailure } from './failure'
import type { MachineOptions } from './options'

/**
 * The offers to try: those that are ready in no time, or the one that was asked for. Throws when there is none of that name.
 */
export function offersFor(name = 'auto'): readonly BackendOffer[] {
  const offers = backendOffers()
  if (name === 'auto') return offers.filter(({ accelerator }) => accelerator !== true)
  const chosen = offerNamed(offers, name)
  if (chosen) return [chosen]
  const names = ['auto', ...offers.map((offer) => offer.name)].join(', ')
  throw new CommandFailure(
    `There is no backend "${name}". Choose one of ${names}; "diffeo backends" says which run here.`,
  )
}

/** A question about a trained model is answered in float64, unless told otherwise or only float32 was asked for by name. */
export async function openBackend({ backend: name, precision, threads = 'auto' }: MachineOptions): Promise<Backend> {
  const offers = offersFor(name)
  const usual: readonly ComputeSettings['precision'][] =
    name === undefined || name === 'auto' ? ['float64'] : ['float64', 'float32']
  let fault: unknown
  for (const tried of precision === undefined ? usual : [precision]) {
    try {
      return (await chooseBackend(offers, { precision: tried, threads })).backend
    } catch (error) {
      fault = error
    }
  }
  throw new CommandFailure(`${fault instanceof Error ? fault.message : String(fault)} See "diffeo backends".`)
}
