import type { BijectorDefinition } from '../bijector'
import { coordinateFrame } from '../linear/frames'
import { choiceSetting } from '../settings'
import { sylvester } from './sylvester'

/**
 * Triangular Sylvester flow (van den Berg et al. 2018, arXiv:1803.05649): `sylvester` with M = D and Q the
 * reversal of the coordinates or the identity, which the paper alternates from block to block. With the reversal x_i
 * depends on z up to i, in the natural order of autoregressive blocks; with the identity on z from i on.
 */
export const sylvesterTriangular: BijectorDefinition = {
  type: 'sylvester-triangular',
  create: (settings, dims) => sylvester(dims, coordinateFrame(dims, choiceSetting(settings, 'order') === 'natural')),
}
