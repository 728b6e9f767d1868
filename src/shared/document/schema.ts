import { z } from 'zod'

/**
 * The document: what a person designed. Plain JSON, validated here at every border. Results (trained parameters,
 * metrics) are not in it; a model (`model.ts`) is a document plus parameters.
 */

// zod probes `new Function` unless told not to, which a strict content-security policy reports.
z.config({ jitless: true })

/** Node ids and names are short, printable, and never a property of Object.prototype. */
const forbidden = new Set(['__proto__', 'constructor', 'prototype'])
const Id = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9_-]+$/, 'use letters, digits, "-" and "_"')
  .refine((id) => !forbidden.has(id), 'this name is reserved')

const SettingValue = z.union([z.number(), z.string().max(256), z.boolean(), z.array(z.number()).max(4096), z.null()])

const SettingsRecord = z.record(
  z
    .string()
    .max(64)
    .refine((key) => !forbidden.has(key), 'this name is reserved'),
  SettingValue,
)

export const BaseNode = z.strictObject({
  id: Id,
  kind: z.literal('base'),
  type: z.string().max(64),
  settings: SettingsRecord,
})

/** Of a block, or of all blocks of a group. Written only when true. */
const setAside = {
  /** The flow leaves it out, as the identity that it then stands for; what it has learnt waits for it to be switched on. */
  bypassed: z.boolean().optional(),
  /** Training leaves its parameters as they are. */
  frozen: z.boolean().optional(),
}

export const BijectorNode = z.strictObject({
  id: Id,
  kind: z.literal('bijector'),
  type: z.string().max(64),
  settings: SettingsRecord,
  /** Swaps the block's directions: x → z becomes z → x. An inverted MAF is an IAF. */
  inverted: z.boolean(),
  ...setAside,
})

/** Blocks that stand in the stack `repeats` times over, each time with parameters of their own (`expand.ts`). */
export const GroupNode = z.strictObject({
  id: Id,
  kind: z.literal('group'),
  label: z.string().max(64),
  repeats: z.number().int().min(1).max(64),
  /** In every second repeat, blocks with a mask or an order take the opposite one. */
  alternate: z.boolean(),
  ...setAside,
  /** In order from z to x. Their ids leave room for the number of a repeat. */
  nodes: z
    .array(BijectorNode.extend({ id: Id.max(60) }))
    .min(1)
    .max(512),
})

export const DataNode = z.strictObject({ id: Id, kind: z.literal('data') })

export const GraphNode = z.discriminatedUnion('kind', [BaseNode, BijectorNode, GroupNode, DataNode])

/** An edge points from z towards x. */
export const Edge = z.strictObject({ from: Id, to: Id })

export const Graph = z.strictObject({
  nodes: z.array(GraphNode).max(512),
  edges: z.array(Edge).max(1024),
})

const Fraction = z.number().min(0).max(0.9)

const ColumnName = z.string().min(1).max(256)

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
      z.strictObject({ kind: z.literal('chance'), seed: z.number().int().min(0).max(0xffffffff) }),
      z.strictObject({ kind: z.literal('order') }),
      z.strictObject({
        kind: z.literal('group'),
        column: ColumnName,
        seed: z.number().int().min(0).max(0xffffffff),
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

export const DataSource = z.discriminatedUnion('kind', [
  /** A built-in generator. `samples` rows are drawn with `seed`; `settings` as its catalogue entry lists (e.g. noise). */
  z.strictObject({
    kind: z.literal('toy'),
    name: z.string().max(64),
    samples: z.number().int().min(10).max(10_000_000),
    seed: z.number().int().min(0).max(0xffffffff),
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
    seed: z.number().int().min(0).max(0xffffffff),
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

const Probability = z.number().min(0).max(1)

export const TrainingSettings = z.strictObject({
  steps: z.number().int().min(1).max(10_000_000),
  batchSize: z.number().int().min(1).max(1_000_000),
  seed: z.number().int().min(0).max(0xffffffff),
  optimizer: z.strictObject({
    type: z.enum(['adam', 'adamw']),
    learningRate: z.number().gt(0).max(10),
    beta1: Probability,
    beta2: Probability,
    epsilon: z.number().gt(0).max(1),
    /** Decoupled decay per step, AdamW only. */
    weightDecay: z.number().min(0).max(1),
  }),
  schedule: z.strictObject({
    type: z.enum(['constant', 'cosine', 'warmup', 'warmup-cosine']),
    /** Steps of linear warm-up; used by the two warm-up schedules. */
    warmupSteps: z.number().int().min(0).max(10_000_000),
    /** Learning rate at the end of a cosine, as a fraction of the peak. */
    finalFraction: Probability,
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
    weight: z.number().min(0).max(1),
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

/** What a person says of a node, one inside of a group included, or of the whole document where `node` is null. */
export const Note = z.strictObject({
  id: Id,
  node: Id.nullable(),
  /** One line or several. */
  text: z.string().min(1).max(2000),
})

/** Hues that no place between z and x has. */
export const frameColours = ['grey', 'olive', 'green', 'teal'] as const

/** A named part of the chain: all that stands from one of its blocks or groups to another, both included. */
export const Frame = z.strictObject({
  id: Id,
  title: z.string().max(64),
  colour: z.enum(frameColours),
  /** The end on the side of z. */
  from: Id,
  /** The end on the side of x; the same for a frame around one. */
  to: Id,
})

export const FlowDocument = z.strictObject({
  format: z.literal('diffeo/document'),
  version: z.literal(3),
  name: z.string().max(256),
  graph: Graph,
  /** Neither notes nor frames change anything that is trained. Written only when there are any. */
  notes: z.array(Note).max(512).optional(),
  frames: z.array(Frame).max(128).optional(),
  data: z.strictObject({
    source: DataSource,
    /** Columns that x is given; they are not among those whose density is learnt. Empty for p(x). */
    context: z.array(ContextChoice).max(64),
    /** Subtract the training mean and divide by the training standard deviation, per column. */
    standardise: z.boolean(),
    split: Split,
    /** Columns that are neither learnt nor given. This and what follows is written only where it is chosen. */
    omit: z.array(ColumnName).max(1024).optional(),
    /** Rows that lack a number are left out, or get the column's median; left out here, there must be none. */
    missing: z.enum(['drop', 'median']).optional(),
    /** Of equal rows the first is kept. */
    duplicates: z.literal('once').optional(),
    /** Steps before the last one, which is `standardise`. */
    transforms: z.array(Transform).max(16).optional(),
  }),
  objective: Objective,
  training: TrainingSettings,
})

export type BaseNode = z.infer<typeof BaseNode>
export type BijectorNode = z.infer<typeof BijectorNode>
export type GroupNode = z.infer<typeof GroupNode>
export type DataNode = z.infer<typeof DataNode>
export type GraphNode = z.infer<typeof GraphNode>
export type Edge = z.infer<typeof Edge>
export type Graph = z.infer<typeof Graph>
export type Note = z.infer<typeof Note>
export type Frame = z.infer<typeof Frame>
export type Split = z.infer<typeof Split>
export type Transform = z.infer<typeof Transform>
export type DataSource = z.infer<typeof DataSource>
export type ContextChoice = z.infer<typeof ContextChoice>
export type Annealing = z.infer<typeof Annealing>
export type Objective = z.infer<typeof Objective>
export type TrainingSettings = z.infer<typeof TrainingSettings>
export type FlowDocument = z.infer<typeof FlowDocument>
