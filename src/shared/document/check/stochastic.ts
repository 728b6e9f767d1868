import { isStochastic } from '../../catalogue/registry'
import type { Stack } from '../chain'
import type { Issue } from '../issue'
import { hasEnergy } from '../objective'
import type { FlowDocument } from '../schema'
import type { Blame } from './blame'
import { oncePerNode } from './stack'

/** Stochastic blocks walk on a density between the base's and the target's, so the data must have an energy. */
export function checkStochastic({ data }: FlowDocument, { bijectors }: Stack, { at }: Blame): readonly Issue[] {
  if (hasEnergy(data)) return []
  const walking = bijectors.filter(({ type }) => isStochastic(type))
  return oncePerNode(
    walking.map((block) =>
      at(
        block,
        'error',
        `walks towards an energy, the log-density of any x; the data is of kind "${data.source.kind}", which has rows ` +
          'alone. Choose an energy as data, or remove the block.',
      ),
    ),
  )
}
