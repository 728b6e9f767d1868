import type { Bijector } from './bijector'

/** The bijector turned round: its forward (z → x) is the other's inverse. */
export function invert(bijector: Bijector): Bijector {
  const { initialise, velocity, domain, codomain } = bijector
  return {
    parameters: bijector.parameters,
    ...(bijector.stochastic && { stochastic: true }),
    ...(codomain && { domain: codomain }),
    ...(domain && { codomain: domain }),
    forwardAndLogDet: (context, z) => bijector.inverseAndLogDet(context, z),
    inverseAndLogDet: (context, x) => bijector.forwardAndLogDet(context, x),
    ...(velocity && {
      velocity: (context, y, t) => context.b.neg(velocity(context, y, context.b.sub(1, t))),
    }),
    ...(initialise && {
      initialise: (batch, direction) => initialise(batch, direction === 'inverse' ? 'forward' : 'inverse'),
    }),
  }
}
