import type { ChoiceSetting } from '../types'

/** In which order the coordinates of an autoregressive block depend on each other. */
export const orderSetting = {
  kind: 'choice',
  key: 'order',
  label: 'Order',
  help: 'The order in which coordinates depend on each other. Alternate it from block to block.',
  default: 'natural',
  options: [
    { value: 'natural', label: 'Natural: 1, 2, …' },
    { value: 'reverse', label: 'Reverse: …, 2, 1' },
  ],
} as const satisfies ChoiceSetting
