import { entryOf } from '@shared/document/objective'
import type { Objective } from '@shared/document/schema'

/** What the losses of an objective are called wherever they are shown. */
export interface LossWords {
  /** The training loss. */
  readonly name: string
  /** The columns of a table: of training, and of validation. */
  readonly column: string
  /** What a picture's caption says behind the name: of what the loss is, and where. */
  readonly note: string
  /** What validations measure, with its unit. */
  readonly validated: string
  /** Beside the numbers: the last training loss, the last validation and the best. */
  readonly numbers: { readonly train: string; readonly validation: string; readonly best: string }
  /** In full, for a picture of its own. */
  readonly title: string
  /** What the line of the least possible loss is. */
  readonly least: string
  /** Whether training and validation are of different kinds, so that each needs an axis of its own. */
  readonly ownAxes: boolean
}

const entropy = 'True entropy of the data: no model does better on average'
const plain = { train: 'train', validation: 'validation', best: 'best' }

export function lossWords(objective: Objective): LossWords {
  if (objective.type === 'maximum-likelihood')
    return {
      name: 'NLL',
      column: 'nll',
      note: 'nats per row, over steps',
      validated: 'NLL in nats per row',
      numbers: plain,
      title: 'Negative log-likelihood in nats per row, over steps',
      least: entropy,
      ownAxes: false,
    }
  const { loss, unit, validation } = entryOf(objective)
  const name = loss.charAt(0).toUpperCase() + loss.slice(1)
  if (validation !== undefined && unit !== undefined)
    return {
      name,
      column: 'loss',
      note: `right; validation ${validation} left, nats per row`,
      validated: `${validation} in nats per row`,
      numbers: { train: 'train loss', validation: `valid. ${validation}`, best: `best ${validation}` },
      title: `${name} (right, ${unit}) and ${validation} of validation (left, nats per row), over steps`,
      least: entropy,
      ownAxes: true,
    }
  return {
    name,
    column: 'loss',
    note: 'nats, over steps',
    validated: `${name} in nats`,
    numbers: plain,
    title: `${name} in nats, over steps`,
    least: 'The loss of the target itself, by quadrature: no model does better',
    ownAxes: false,
  }
}
