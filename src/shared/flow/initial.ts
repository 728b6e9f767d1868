import type { Random } from '../math/random'
import { sizeOf, type Shape } from '../tensor/ir/shape'
import type { ParameterSpec } from './bijector'

/** A parameter that starts at zero. */
export const zeros = (name: string, shape: Shape): ParameterSpec => ({
  name,
  shape,
  init: () => new Float64Array(sizeOf(shape)),
})

/** A parameter drawn from U(−bound, bound). */
export const uniform = (name: string, shape: Shape, bound: number): ParameterSpec => ({
  name,
  shape,
  init: (random: Random) => Float64Array.from({ length: sizeOf(shape) }, () => bound * (2 * random.uniform() - 1)),
})

/** A parameter drawn from N(0, deviation²). */
export const gaussian = (name: string, shape: Shape, deviation: number): ParameterSpec => ({
  name,
  shape,
  init: (random: Random) => Float64Array.from({ length: sizeOf(shape) }, () => deviation * random.normal()),
})
