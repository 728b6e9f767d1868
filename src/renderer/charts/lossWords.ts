import { entryOf } from '@shared/document/objective'
import type { Objective } from '@shared/document/schema'

/** What the loss of an objective is called wherever it is shown. */
export interface LossWords {
  readonly name: string
  /** The column of a table. */
  readonly column: string
  /** nats, and of what. */
  readonly unit: string
  /** In full, for a picture of its own. */
  readonly title: string
  /** What the line of the least possible loss is. */
  readonly least: string
}

export function lossWords(objective: Objective): LossWords {
  if (objective.type === 'maximum-likelihood')
    return {
      name: 'NLL',
      column: 'nll',
      unit: 'nats per row',
      title: 'Negative log-likelihood in nats per row, over steps',
      least: 'True entropy of the data: no model does better on average',
    }
  const { loss } = entryOf(objective)
  const name = loss.charAt(0).toUpperCase() + loss.slice(1)
  return {
    name,
    column: 'loss',
    unit: 'nats',
    title: `${name} in nats, over steps`,
    least: 'The loss of the target itself, by quadrature: no model does better',
  }
}
