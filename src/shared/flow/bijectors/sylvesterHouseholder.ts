import type { BijectorDefinition } from '../bijector'
import { householderFrame } from '../linear/frames'
import { numberSetting } from '../settings'
import { sylvester } from './sylvester'

/**
 * Householder Sylvester flow (van den Berg et al. 2018, arXiv:1803.05649): `sylvester` whose directions are
 * the first M ≤ D columns of a product of M reflections (`householderFrame`). The paper has M = D and any number of
 * reflections.
 */
export const sylvesterHouseholder: BijectorDefinition = {
  type: 'sylvester-householder',
  create: (settings, dims) => {
    const count = Math.min(numberSetting(settings, 'columns'), dims)
    return sylvester(count, householderFrame(dims, count))
  },
}
