import type { Setting } from '../types'

/**
 * Which coordinates a coupling transforms; the others pass through and feed the network. With D = 1 the one coordinate
 * is transformed, with parameters of its own instead of a network, whatever the mask.
 */
export const maskSettings = [
  {
    kind: 'choice',
    key: 'mask',
    label: 'Transforms',
    help:
      'The coordinates this block changes; the rest pass through and drive the change. Alternate it from block to ' +
      'block. One-dimensional data is always transformed, whatever is chosen here.',
    default: 'even',
    options: [
      { value: 'even', label: 'Even: 2, 4, …' },
      { value: 'odd', label: 'Odd: 1, 3, …' },
      { value: 'first-half', label: 'First half' },
      { value: 'second-half', label: 'Second half' },
      { value: 'random', label: 'Random half' },
      { value: 'custom', label: 'Custom' },
    ],
  },
  {
    kind: 'integers',
    key: 'maskEntries',
    label: 'Mask',
    help: 'One entry per coordinate: 1 is transformed, 0 passes through. At least one of each.',
    default: null,
    constraint: 'mask',
    when: { key: 'mask', equals: 'custom' },
  },
  {
    kind: 'number',
    key: 'maskSeed',
    label: 'Mask seed',
    help: 'Draws the random half. Seeds 0 and 1, 2 and 3, … draw halves that together make the whole.',
    default: 0,
    min: 0,
    max: 9999,
    step: 1,
    integer: true,
    scale: 'linear',
    when: { key: 'mask', equals: 'random' },
  },
] as const satisfies readonly Setting[]
