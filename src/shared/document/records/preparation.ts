import { z } from 'zod'
import { ColumnName, Seed } from './common'

/** What becomes of rows before a flow is trained on them. */

const Fraction = z.number().min(0).max(0.9)

/** How the rows are divided. Training gets what is left. */
export const Split = z.strictObject({
  validation: Fraction,
  test: Fraction,
  /**
   * Which rows are held out: by chance, with seed 1 where this is left out; those at the end of the table, test rows last; or
   * whole groups by chance, rows of the same value in a column staying together.
   */
  by: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('chance'), seed: Seed }),
      z.strictObject({ kind: z.literal('order') }),
      z.strictObject({
        kind: z.literal('group'),
        column: ColumnName,
        seed: Seed,
      }),
    ])
    .optional(),
})

/** Columns by name; null for all that are learnt. */
const Columns = z.array(ColumnName).min(1).max(1024).nullable()

/**
 * What is done to the columns before the flow sees them, in natural units or those of the step before. What is not said here
 * is fitted to the training rows. Densities stay in natural units: each step's log-determinant counts.
 */
export const Transform = z.discriminatedUnion('kind', [
  /** Adds uniform noise as wide as the gap between neighbouring values, so that a density can be learnt. Before all others. */
  z.strictObject({ kind: z.literal('dequantise'), columns: Columns }),
  /** ln(x + shift). */
  z.strictObject({ kind: z.literal('log'), columns: Columns, shift: z.number() }),
  /** ln((x − lower)/(upper − x)). */
  z.strictObject({ kind: z.literal('logit'), columns: Columns, lower: z.number(), upper: z.number() }),
  /** A power by which each column becomes as normal as it can. */
  z.strictObject({ kind: z.literal('yeo-johnson'), columns: Columns }),
  /** Mean 0 and standard deviation 1. */
  z.strictObject({ kind: z.literal('standardise'), columns: Columns }),
  /** All columns together to mean 0 and covariance I. */
  z.strictObject({ kind: z.literal('whiten') }),
])

export type Split = z.infer<typeof Split>
export type Transform = z.infer<typeof Transform>
