import { z } from 'zod'
import { ModelFile } from './model'
import { FlowDocument } from './schema'

/** A JSON Schema (draft 2020-12) as plain data. */
type JsonSchema = Readonly<Record<string, unknown>>

const schemaOf = (shape: z.ZodType, title: string, description: string): JsonSchema => {
  const { $schema, ...rest } = z.toJSONSchema(shape)
  return { $schema, title, description, ...rest }
}

/**
 * The published form of both files, for readers in other languages. A schema knows form only; what a graph or a setting
 * may be is in the block catalogue.
 */
export const jsonSchemas = {
  document: () =>
    schemaOf(
      FlowDocument,
      'Diffeo document',
      'A normalizing flow, its data and how to train it. Edges point from z to x.',
    ),
  model: () =>
    schemaOf(
      ModelFile,
      'Diffeo model',
      'A document with its trained parameters, base64 of little-endian float32, row-major: all that log p(x) needs.',
    ),
} as const
