import { entryOf } from '@shared/document/objective'
import type { Objective } from '@shared/document/schema'
import { t } from '../strings/t'

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

const entropy = t('charts.entropy')
const plain = { train: t('charts.train'), validation: t('charts.validation'), best: t('charts.best') }

export function lossWords(objective: Objective): LossWords {
  if (objective.type === 'maximum-likelihood')
    return {
      name: 'NLL',
      column: 'nll',
      note: t('charts.nllNote'),
      validated: t('charts.nllValidated'),
      numbers: plain,
      title: t('charts.nllTitle'),
      least: entropy,
      ownAxes: false,
    }
  const { loss, unit, validation } = entryOf(objective)
  const name = loss.charAt(0).toUpperCase() + loss.slice(1)
  if (validation !== undefined && unit !== undefined)
    return {
      name,
      column: 'loss',
      note: t('charts.twoNote', { validation }),
      validated: t('charts.twoValidated', { validation }),
      numbers: {
        train: t('charts.trainLoss'),
        validation: t('charts.shortValidation', { validation }),
        best: t('charts.bestOf', { validation }),
      },
      title: t('charts.twoTitle', { name, unit, validation }),
      least: entropy,
      ownAxes: true,
    }
  return {
    name,
    column: 'loss',
    note: t('charts.lossNote'),
    validated: t('charts.lossValidated', { name }),
    numbers: plain,
    title: t('charts.lossTitle', { name }),
    least: t('charts.targetLeast'),
    ownAxes: false,
  }
}
