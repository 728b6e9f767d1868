import type { Settings } from '../../catalogue/types'
import { Random } from '../../math/random'
import { FlowError, type BijectorDefinition } from '../bijector'
import { choiceSetting, integersSetting, numberSetting } from '../settings'

/**
 * x_i = z_π(i) on ℝᴰ, π fixed by the settings: reversed, drawn from a seed, or given. NICE (Dinh et al. 2014,
 * arXiv:1410.8516, section 3.2) exchanges the two halves so. Volume is kept: log|det| = 0. No parameters.
 */
export const permutation: BijectorDefinition = {
  type: 'permutation',
  create: (settings, dims) => {
    const order = orderOf(settings, dims)
    const back = inversePermutation(order)
    return {
      parameters: [],
      forwardAndLogDet: ({ b }, z) => ({ value: b.take(z, order), logDet: b.scalar(0) }),
      inverseAndLogDet: ({ b }, x) => ({ value: b.take(x, back), logDet: b.scalar(0) }),
    }
  },
}

/** Where each number stands in `order`. */
export const inversePermutation = (order: readonly number[]): number[] => order.map((_, i) => order.indexOf(i))

function orderOf(settings: Settings, dims: number): readonly number[] {
  const order = choiceSetting(settings, 'order')
  switch (order) {
    case 'reverse':
      return Array.from({ length: dims }, (_, i) => dims - 1 - i)
    case 'random':
      return [...new Random(numberSetting(settings, 'seed')).permutation(dims)]
    case 'custom':
      return customOrder(integersSetting(settings, 'custom'), dims)
    default:
      throw new Error(`internal: there is no order "${order}"`)
  }
}

function customOrder(order: readonly number[] | null, dims: number): readonly number[] {
  const expected = dims === 1 ? '0' : `each of 0 … ${dims - 1} once`
  if (!order)
    throw new FlowError(`custom order is not given, expected ${expected}. Fill it in, or choose another order.`)
  if (order.length !== dims)
    throw new FlowError(
      `custom order has ${order.length} entries, expected ${dims} (the flow's dimension). Edit its custom order.`,
    )
  if (inversePermutation(order).includes(-1))
    throw new FlowError(`custom order is ${order.join(', ')}, expected ${expected}. Edit its custom order.`)
  return order
}
