import type { BijectorDefinition } from '../bijector'
import { cayleyFrame } from '../linear/frames'
import { numberSetting } from '../settings'
import { sylvester } from './sylvester'

/**
 * Orthogonal Sylvester flow (van den Berg et al. 2018, arXiv:1803.05649): `sylvester` with M ≤ D free orthonormal
 * directions. The paper repeats a step towards orthogonality until it is close enough; Cayley's map (`cayleyFrame`),
 * proposed for it by Goliński, Lezcano-Casado & Rainforth 2019 (INNF workshop, ICML) for M = D, is orthogonal to
 * rounding for all parameters, so that the log-determinant is exact.
 */
export const sylvesterOrthogonal: BijectorDefinition = {
  type: 'sylvester-orthogonal',
  create: (settings, dims) => {
    const count = Math.min(numberSetting(settings, 'columns'), dims)
    return sylvester(count, cayleyFrame(dims, count))
  },
}
