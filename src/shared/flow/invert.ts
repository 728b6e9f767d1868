import type { Bijector } from './bijector'

/** The bijector turned round: its forward (z → x) is the other's inverse. */
export function invert(bijector: Bijector): Bijector {
  const { initialise, domain, codomain } = bijector
  return {
    parameters: bijector.parameters,
    ...(bijector.stochastic && { stochastic: true }),
    ...(codomain && { domain: codomain }),
    ...(domain && { codomain: domain }),
    forwardAndLogDet: (context, z) => bijector.inverseAndLogDet(context, z),
    inverseAndLogDet: (context, x) => bijector.forwardAndLogDet(context, x),
    ...(initialise && {
      initialise: (batch, direction) => initialise(batch, direction === 'inverse' ? 'forward' : 'inverse'),
    }),
  }
}
