import type { BaseEntry } from '../types'

/** Independent standard Laplace variables. */
export const laplace: BaseEntry = {
  type: 'laplace',
  label: 'Laplace',
  summary: 'A sharp peak and exponential tails: between the normal and Student-t.',
  formula: String.raw`-\sum_{i=1}^{D}\lvert z_i\rvert - D\log 2`,
  settings: [],
  notes: ['The density has a kink wherever a coordinate is 0, which smooth blocks carry into x.'],
}
