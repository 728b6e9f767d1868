import type { NumberSetting } from '../types'

/** Half of the interval on which a polynomial acts; `beyond` says how the map goes on. */
export const polynomialBound = (beyond: string) =>
  ({
    kind: 'number',
    key: 'bound',
    label: 'Bound',
    help: `The polynomial acts on [−B, B] in standardised units and ${beyond} outside. Keep it wider than the data.`,
    default: 5,
    min: 0.5,
    max: 50,
    step: 0.5,
    integer: false,
    scale: 'log',
  }) as const satisfies NumberSetting
