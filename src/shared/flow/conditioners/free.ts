import { zeros } from '../initial'
import type { Conditioner } from './conditioner'

/** A conditioner with nothing to see: its outputs are the parameter `output.bias` [outputs] itself. */
export const free = (outputs: number): Conditioner => ({
  parameters: [zeros('output.bias', [outputs])],
  apply: ({ parameter }) => parameter('output.bias'),
})
