import { z } from 'zod'
import { Seed, UnitInterval } from './common'

export const TrainingSettings = z.strictObject({
  steps: z.number().int().min(1).max(10_000_000),
  batchSize: z.number().int().min(1).max(1_000_000),
  seed: Seed,
  optimizer: z.strictObject({
    type: z.enum(['adam', 'adamw']),
    learningRate: z.number().gt(0).max(10),
    beta1: UnitInterval,
    beta2: UnitInterval,
    epsilon: z.number().gt(0).max(1),
    /** Decoupled decay per step, AdamW only. */
    weightDecay: UnitInterval,
  }),
  schedule: z.strictObject({
    type: z.enum(['constant', 'cosine', 'warmup', 'warmup-cosine']),
    /** Steps of linear warm-up; used by the two warm-up schedules. */
    warmupSteps: z.number().int().min(0).max(10_000_000),
    /** Learning rate at the end of a cosine, as a fraction of the peak. */
    finalFraction: UnitInterval,
  }),
  /** Largest global gradient norm; null leaves gradients alone. */
  clipNorm: z.number().gt(0).nullable(),
  /** Decay of the exponential moving average of parameters used for evaluation; null for none. */
  ema: z.number().gt(0).lt(1).nullable(),
  /** Steps between validations. */
  validateEvery: z.number().int().min(1).max(1_000_000),
  /** Validations without improvement before stopping; the best weights are restored. null never stops early. */
  patience: z.number().int().min(1).max(100_000).nullable(),
  /** Stops once the mean NLL of all validation rows (nats, natural units) is this or less; null trains every step. */
  targetNll: z.number().nullable(),
  /** Steps between checkpoints. */
  checkpointEvery: z.number().int().min(1).max(1_000_000),
})

export type TrainingSettings = z.infer<typeof TrainingSettings>
