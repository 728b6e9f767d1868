import { z } from 'zod'
import { Seed, SettingsRecord } from './common'

/** Where rows come from, and which of their columns x is given. */
export const DataSource = z.discriminatedUnion('kind', [
  /** A built-in generator. `samples` rows are drawn with `seed`; `settings` as its catalogue entry lists (e.g. noise). */
  z.strictObject({
    kind: z.literal('toy'),
    name: z.string().max(64),
    samples: z.number().int().min(10).max(10_000_000),
    seed: Seed,
    settings: z.record(z.string().max(64), z.number()),
    /**
     * Draws new rows for every batch instead of using the training rows again and again: data without end, so nothing can
     * be learned by heart. Validation and test rows stay those of the table. Standardised by the generator's exact moments.
     */
    fresh: z.boolean(),
  }),
  /**
   * A target given by its energy U = −ln p̃, of the catalogue's targets. `samples` rows are drawn from it with `seed` to show
   * it and to judge by; objectives that take an energy need none.
   */
  z.strictObject({
    kind: z.literal('energy'),
    name: z.string().max(64),
    settings: SettingsRecord,
    dims: z.number().int().min(1).max(64),
    samples: z.number().int().min(10).max(10_000_000),
    seed: Seed,
  }),
  /** A data set shipped with the app, from resources/data. `columns` null means all numeric ones. */
  z.strictObject({
    kind: z.literal('builtin'),
    name: z.string().max(64),
    columns: z.array(z.string().max(256)).max(1024).nullable(),
  }),
  /** A file beside the document (CSV, NPY or Parquet by its extension), read by the engine's host. */
  z.strictObject({
    kind: z.literal('file'),
    path: z.string().min(1).max(4096),
    columns: z.array(z.string().max(256)).max(1024).nullable(),
  }),
  /** Rows carried in the document itself, so that it stays whole when shared. `rows` is base64 of float32, row-major. */
  z.strictObject({
    kind: z.literal('table'),
    name: z.string().max(256),
    columns: z.array(z.string().max(256)).min(1).max(1024),
    /** Per column: the names of its classes, whose places are then its numbers; null for a column of numbers. */
    classes: z.array(z.array(z.string().max(256)).min(1).max(64).nullable()).max(1024),
    rows: z.string().max(128 * 1024 * 1024),
  }),
])

/**
 * A column that x is given, for p(x | c): as a number, standardised like the data, or as a class, one number for each of
 * its at most 64 values. A generator's `label` is what a row comes from, such as one of two moons.
 */
export const ContextChoice = z.strictObject({
  column: z.string().min(1).max(256),
  as: z.enum(['number', 'class']),
})

export type DataSource = z.infer<typeof DataSource>
export type ContextChoice = z.infer<typeof ContextChoice>
