import type { BaseEntry } from '../types'

/** Uniform angles. */
export const torus: BaseEntry = {
  type: 'torus',
  label: 'Torus',
  summary: 'Uniform angles from −π to π: for data on circles and tori.',
  formula: String.raw`-D \log 2\pi \;\text{ if } -\pi \le z_i \le \pi \text{ for all } i, \text{ else } -\infty`,
  settings: [],
  notes: [
    'Points that map outside have density zero, so their log-density is −∞ and training cannot use them.',
    'The blocks next to it should keep [−π, π] in place, as splines with that bound do.',
  ],
}
