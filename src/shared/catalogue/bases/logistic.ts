import type { BaseEntry } from '../types'

/** Independent standard logistic variables. */
export const logistic: BaseEntry = {
  type: 'logistic',
  label: 'Logistic',
  summary: 'Smooth as the normal, with exponential tails and bounded gradients; NICE mostly takes it.',
  formula: String.raw`-\sum_{i=1}^{D}\left[\log\!\left(1 + e^{z_i}\right) + \log\!\left(1 + e^{-z_i}\right)\right]`,
  settings: [],
  notes: ['Each coordinate has variance π²/3, about 3.3.'],
}
