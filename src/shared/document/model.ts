import { z } from 'zod'
import { FlowDocument } from './schema'

const PerColumn = z.array(z.number()).min(1).max(1024)
/** Null of a column that the step leaves as it is. */
const SomeColumns = z.array(z.number().nullable()).min(1).max(1024)

/** One preprocessing step, applied to the data in this order before the flow sees it (x → z). */
export const Preprocessing = z.discriminatedUnion('type', [
  /** u = (x − mean) / scale, per column. */
  z.strictObject({
    type: z.literal('standardise'),
    mean: PerColumn,
    scale: z.array(z.number().gt(0)).min(1).max(1024),
  }),
  /** u = ln(x + shift); there is no density where x + shift ≤ 0. */
  z.strictObject({ type: z.literal('log'), shift: SomeColumns }),
  /** u = ln(x − lower) − ln(upper − x); there is no density outside of (lower, upper). */
  z.strictObject({ type: z.literal('logit'), lower: SomeColumns, upper: SomeColumns }),
  /** The power transform of Yeo and Johnson with 0 ≤ λ ≤ 2, which takes ℝ onto ℝ. */
  z.strictObject({
    type: z.literal('yeo-johnson'),
    lambda: z.array(z.number().min(0).max(2).nullable()).min(1).max(1024),
  }),
  /** u = L⁻¹ (x − mean), L lower triangular: its rows as far as the diagonal, one after another. */
  z.strictObject({ type: z.literal('whiten'), mean: PerColumn, lower: z.array(z.number()).min(1).max(32_896) }),
  /** u = x. The rows trained on had uniform noise of [−width/2, width/2) added; 0 of a column that had none. */
  z.strictObject({ type: z.literal('dequantise'), width: z.array(z.number().min(0)).min(1).max(1024) }),
])

/** How one context column becomes numbers that the flow is given; in this order, they make the context c of C numbers. */
export const ContextColumn = z.discriminatedUnion('kind', [
  /** One number, u = (c − mean) / scale. */
  z.strictObject({
    name: z.string().max(256),
    kind: z.literal('number'),
    mean: z.number(),
    scale: z.number().gt(0),
  }),
  /** One number per class: 1 for the row's own, 0 for the others. */
  z.strictObject({
    name: z.string().max(256),
    kind: z.literal('class'),
    classes: z.array(z.string().max(256)).min(1).max(64),
  }),
])

/** A trained parameter or buffer: base64 of little-endian float32, row-major. */
export const ModelParameter = z.strictObject({
  node: z.string().max(64),
  name: z.string().max(128),
  shape: z.array(z.number().int().min(0).max(1_000_000)).max(8),
  dtype: z.literal('float32'),
  data: z.string(),
})

/** The model file: all that a stranger needs to evaluate log p(x), with the block formulas. */
export const ModelFile = z.strictObject({
  format: z.literal('diffeo/model'),
  version: z.literal(1),
  document: FlowDocument,
  data: z.strictObject({
    dims: z.number().int().min(1).max(1024),
    names: z.array(z.string().max(256)).min(1).max(1024),
    preprocessing: z.array(Preprocessing).max(32),
    /** What x is given, for p(x | c); left out for a flow without context. */
    context: z.array(ContextColumn).max(64).optional(),
  }),
  parameters: z.array(ModelParameter).max(100_000),
  /** Nats per row in natural units of the data; null where not measured. */
  metrics: z.strictObject({
    trainNll: z.number().nullable(),
    validationNll: z.number().nullable(),
    testNll: z.number().nullable(),
  }),
  provenance: z.strictObject({
    diffeo: z.string().max(64),
    /** The last one that it was trained on. */
    backend: z.string().max(128),
    /** What that computes on. */
    device: z.string().max(256).optional(),
    /** Why it was on this one. */
    choice: z.string().max(1024).optional(),
    seed: z.number().int(),
    steps: z.number().int().min(0),
    /** ISO 8601. */
    created: z.string().max(64),
  }),
})

export type Preprocessing = z.infer<typeof Preprocessing>
export type ContextColumn = z.infer<typeof ContextColumn>
export type ModelParameter = z.infer<typeof ModelParameter>
export type ModelFile = z.infer<typeof ModelFile>
