import { z } from 'zod'

/** Which runs a sweep is of: settings that vary, how their values are chosen, and the seeds of each choice. */

/** Most runs of one sweep. */
export const MOST_VARIANTS = 256

const Value = z.union([z.number(), z.string().max(256), z.boolean(), z.null()])
export type AxisValue = z.infer<typeof Value>

export const AxisValues = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('list'), values: z.array(Value).min(1).max(64) }),
  /** `count` values from one end to the other, evenly or by a constant factor; at random, any between them. */
  z.strictObject({
    kind: z.literal('range'),
    scale: z.enum(['linear', 'log']),
    from: z.number(),
    to: z.number(),
    count: z.number().int().min(1).max(64),
    /** Whole numbers alone. */
    integer: z.boolean(),
  }),
])
export type AxisValues = z.infer<typeof AxisValues>

export const SweepAxis = z.strictObject({
  /**
   * A setting of the document: `training.optimizer.learningRate`, `objective.sigma`, `blocks.ID.KEY` of one block or the
   * base, `types.TYPE.KEY` of all blocks of a type.
   */
  path: z.string().min(1).max(256),
  values: AxisValues,
})
export type SweepAxis = z.infer<typeof SweepAxis>

const Seed = z.number().int().min(0).max(0xffffffff)
const Draws = { count: z.number().int().min(1).max(MOST_VARIANTS), seed: Seed }

export const SweepSearch = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('grid') }),
  z.strictObject({ kind: z.literal('random'), ...Draws }),
  /** Draws at random, of which the best 1/η go on after `least` steps, then after η times as many, up to the document's steps. */
  z.strictObject({
    kind: z.literal('halving'),
    ...Draws,
    eta: z.number().int().min(2).max(10),
    least: z.number().int().min(1).max(10_000_000),
  }),
])
export type SweepSearch = z.infer<typeof SweepSearch>

export const SweepPlan = z.strictObject({
  axes: z.array(SweepAxis).min(1).max(6),
  search: SweepSearch,
  /** Each choice of values is trained once with each of them. */
  seeds: z.array(Seed).min(1).max(16),
})
export type SweepPlan = z.infer<typeof SweepPlan>
