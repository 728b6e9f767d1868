import type { NumberSetting } from '../types'

/** How many directions M a Sylvester block bends; never more than D. */
export const columnsSetting = {
  kind: 'number',
  key: 'columns',
  label: 'Directions',
  help: 'Directions M along which the block bends space, at most D. More bend more, and cost a root each in x → z.',
  default: 4,
  min: 1,
  max: 32,
  step: 1,
  integer: true,
  scale: 'log',
} as const satisfies NumberSetting
