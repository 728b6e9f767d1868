import type { BaseEntry } from '../types'

/** Independent standard Student-t variables with ν degrees of freedom. */
export const studentT: BaseEntry = {
  type: 'student-t',
  label: 'Student-t',
  summary: 'Heavier tails than the normal: for data with outliers.',
  formula: String.raw`\sum_{i=1}^{D}\left[\log\Gamma\!\left(\tfrac{\nu+1}{2}\right) - \log\Gamma\!\left(\tfrac{\nu}{2}\right) - \tfrac{1}{2}\log \nu\pi - \tfrac{\nu+1}{2}\log\!\left(1 + \tfrac{z_i^2}{\nu}\right)\right]`,
  settings: [
    {
      kind: 'number',
      key: 'degrees',
      label: 'Degrees of freedom',
      help: 'ν: 1 is the Cauchy distribution, large values approach the normal.',
      default: 5,
      min: 1,
      max: 100,
      step: 0.5,
      integer: false,
      scale: 'log',
    },
    {
      kind: 'boolean',
      key: 'learnt',
      label: 'Learn ν',
      help: 'Learns a ν for every coordinate, which starts at the degrees of freedom above.',
      default: false,
    },
  ],
  notes: ['The variance is infinite for ν ≤ 2, and the mean does not exist for ν ≤ 1. A learnt ν stays above ½.'],
}
