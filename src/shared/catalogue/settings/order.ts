import type { ChoiceSetting, Setting } from '../types'

/** The order in which the coordinates of an autoregressive block depend on each other. */
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

/** The same with a graph as a third choice, for blocks whose masks can follow any. */
export const orderSettings = [
  { ...orderSetting, options: [...orderSetting.options, { value: 'graph', label: 'A graph of your own' }] },
  {
    kind: 'integers',
    key: 'graph',
    label: 'Graph',
    help:
      'One row per coordinate, row after row: a 1 in column j of row i lets coordinate i depend on coordinate j. ' +
      'No coordinate may need itself, even by way of others.',
    default: null,
    constraint: 'graph',
    when: { key: 'order', equals: 'graph' },
  },
] as const satisfies readonly Setting[]
