import type { BijectorDefinition } from '../bijector'
import { numberSetting } from '../settings'
import { mixtureLogistic } from '../transformers/mixtureLogistic'
import { coupling } from './coupling'

/**
 * Flow++ (Ho et al. 2019, arXiv:1902.00275) on ℝᴰ: z_A = x_A, and each coordinate of B goes x → z through the
 * distribution function of a mixture of K logistics, the log-odds and an affine map, all set by a network of A.
 * log|det ∂x/∂z| is minus the sum of these maps' log-slopes. Parameters: see `coupling`; 3K + 2 numbers per coordinate of
 * B, in the order of `mixtureLogistic`.
 */
export const mixtureLogisticCoupling: BijectorDefinition = {
  type: 'mixture-logistic-coupling',
  create: (settings, dims, contextDims) =>
    coupling(
      settings,
      { dims, contextDims },
      mixtureLogistic(numberSetting(settings, 'components'), numberSetting(settings, 'scaleBound')),
    ),
}
