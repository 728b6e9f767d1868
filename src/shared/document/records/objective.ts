import { z } from 'zod'
import { UnitInterval } from './common'

const Rise = {
  steps: z.number().int().min(1).max(10_000_000),
  from: z.number().gt(0).max(1),
}

/**
 * How the target of an energy objective is brought in, with β from `from` up to 1, β = min(1, from + step/steps):
 * `temperature` by p̃^β, flat at first; `bridge` by p̃^β N(0, I)^(1 − β) in the flow's units, at first what an untrained flow
 * makes of a normal base.
 */
export const Annealing = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('temperature'), ...Rise }),
  z.strictObject({ kind: z.literal('bridge'), ...Rise }),
])

/** `score` differentiates the whole estimate, `path` only along the draws, which takes x → z as well as z → x. */
const DrawGradient = z.enum(['score', 'path'])

/** What training minimises. All but the first and the last draw from the model and need a target with an energy. */
export const Objective = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('maximum-likelihood') }),
  z.strictObject({ type: z.literal('reverse-kl'), gradient: DrawGradient, annealing: Annealing }),
  z.strictObject({
    type: z.literal('alpha-divergence'),
    /** Order of the divergence; neither 0 nor 1. */
    alpha: z.number().min(-10).max(10),
    gradient: DrawGradient,
    annealing: Annealing,
  }),
  z.strictObject({ type: z.literal('chi-squared'), gradient: DrawGradient, annealing: Annealing }),
  z.strictObject({ type: z.literal('jeffreys'), gradient: DrawGradient, annealing: Annealing }),
  z.strictObject({
    type: z.literal('mixed'),
    /** Share of the energy's part; the rows of data have the rest. */
    weight: UnitInterval,
    gradient: DrawGradient,
    annealing: Annealing,
  }),
  z.strictObject({
    type: z.literal('flow-matching'),
    /** Which draw of the base goes with which row of a batch: any, or the nearest by optimal transport. */
    coupling: z.enum(['independent', 'optimal-transport']),
    /** Standard deviation of the normal that each row stands for at the end of its path; 0 for the row itself. */
    sigma: z.number().min(0).lt(1),
  }),
])

export type Annealing = z.infer<typeof Annealing>
export type Objective = z.infer<typeof Objective>
