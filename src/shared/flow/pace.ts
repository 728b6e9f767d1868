import type { ParameterSpec } from './bijector'

/** How many times the learning rate the steps of parameters without a network are. */
const directPace = 10

/**
 * Parameters that shape the map by themselves. Adam moves every weight by about the learning rate, so that what a network
 * puts out, a sum over its width, moves by many times that, and a parameter without one would be left behind.
 */
export const direct = (parameters: readonly ParameterSpec[]): readonly ParameterSpec[] =>
  parameters.map((spec) => ({ ...spec, pace: directPace }))
