import { t } from '../../strings/t'

/** What owners of graphics cards are told, here and in the README: what to run, what to expect, and what was tried. */
export interface CardHelp {
  readonly vendor: string
  /** Sentences; between backticks is what is typed. */
  readonly lines: readonly string[]
}

export const cards: readonly CardHelp[] = [
  {
    vendor: 'NVIDIA',
    lines: [
      t('training.cards.nvidia.run'),
      t('training.cards.nvidia.choose'),
      t('training.cards.nvidia.expect'),
      t('training.cards.nvidia.automatic'),
      t('training.cards.nvidia.tried'),
    ],
  },
  {
    vendor: 'AMD',
    lines: [
      t('training.cards.amd.run'),
      t('training.cards.amd.choose'),
      t('training.cards.amd.expect'),
      t('training.cards.amd.tensorflow'),
      t('training.cards.amd.tried'),
    ],
  },
  {
    vendor: 'Intel',
    lines: [
      t('training.cards.intel.run'),
      t('training.cards.intel.choose'),
      t('training.cards.intel.shared'),
      t('training.cards.intel.expect'),
      t('training.cards.intel.tried'),
    ],
  },
  {
    vendor: 'Apple',
    lines: [
      t('training.cards.apple.run'),
      t('training.cards.apple.choose'),
      t('training.cards.apple.expect'),
      t('training.cards.apple.tensorflow'),
      t('training.cards.apple.tried'),
    ],
  },
]
