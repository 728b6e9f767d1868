import { z } from 'zod'

/** Of an example as a file: letters, digits and dashes, so that it names no place outside its folder. */
export const ExampleName = z
  .string()
  .max(64)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)

const Paper = z.strictObject({ authors: z.string(), year: z.number().int(), title: z.string(), source: z.string() })

/** What the gallery says of an example that comes trained. `npm run make:examples` writes it. */
export const GalleryEntry = z.strictObject({
  file: ExampleName,
  name: z.string(),
  /** One sentence: what it shows. */
  shows: z.string(),
  /** Of its blocks, in the order of the palette. */
  families: z.array(z.string()),
  /** The model's own first, where it has one beside those of its blocks. */
  papers: z.array(Paper),
  dims: z.number().int(),
  /** How many numbers were trained or set from data. */
  parameters: z.number().int(),
  steps: z.number().int(),
  /**
   * On the test rows, nats in the data's units, with its standard error; with stochastic blocks the truth is at most this. Null
   * where the document keeps no test rows.
   */
  test: z.strictObject({ nll: z.number(), error: z.number(), atMost: z.boolean() }).nullable(),
  /** Of a target given by its energy: the share of draws that is effective after weighing; null of rows. */
  effective: z.number().nullable(),
})
export type GalleryEntry = z.infer<typeof GalleryEntry>
