import type { BaseEntry } from '../types'

/** Uniform on the box [−h, h]^D. */
export const uniform: BaseEntry = {
  type: 'uniform',
  label: 'Uniform',
  summary: 'Constant on a box and zero outside: for data with hard edges.',
  formula: String.raw`-D \log 2h \;\text{ if } |z_i| \le h \text{ for all } i, \text{ else } -\infty`,
  settings: [
    {
      kind: 'number',
      key: 'halfWidth',
      label: 'Half width',
      help: 'The box is [−h, h] in every coordinate. Choose it so that all data maps inside.',
      default: 3,
      min: 0.1,
      max: 50,
      step: 0.1,
      integer: false,
      scale: 'log',
    },
  ],
  notes: [
    'Points that map outside the box have density zero, so their log-density is −∞ and training cannot use them.',
  ],
}
