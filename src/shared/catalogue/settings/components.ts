import type { NumberSetting } from '../types'

/** Terms of a mixture of distribution functions. */
export const componentsSetting = {
  kind: 'number',
  key: 'components',
  label: 'Components',
  help: 'Terms K of the mixture: each adds a step along one coordinate, and a possible mode of the density.',
  default: 4,
  min: 2,
  max: 16,
  step: 1,
  integer: true,
  scale: 'log',
} as const satisfies NumberSetting
