import { z } from 'zod'
import { ColumnName } from './records/common'
import { Graph } from './records/graph'
import { Frame, Note } from './records/notes'
import { Objective } from './records/objective'
import { Split, Transform } from './records/preparation'
import { ContextChoice, DataSource } from './records/source'
import { TrainingSettings } from './records/training'

/**
 * The document: what a person designed. Plain JSON, validated here at every border. Results (trained parameters,
 * metrics) are not in it; a model (`model.ts`) is a document plus parameters. Its records are in `records/`, and all who
 * need one have it from here.
 */

export * from './records/graph'
export * from './records/notes'
export * from './records/objective'
export * from './records/preparation'
export * from './records/source'
export * from './records/training'

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

export type FlowDocument = z.infer<typeof FlowDocument>
