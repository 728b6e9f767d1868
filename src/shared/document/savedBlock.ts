import { z } from 'zod'
import type { Outcome } from './issue'
import { documentFormat, isFields } from './migrations'
import type { Format, Migration } from './migrations'
import { explain } from './read/explain'
import { readJson } from './read/json'
import { recognise } from './read/recognise'
import { GroupNode } from './schema'

/** A name that a person gives to a block of their own. */
export const BlockName = z.string().trim().min(1).max(64)

/** What is kept of a block of a person's own: a group, for documents to come. */
export const SavedBlock = z.strictObject({ name: BlockName, group: GroupNode })
export type SavedBlock = z.infer<typeof SavedBlock>

/** Documents have groups since this version. */
const first = 3

/** Takes a saved group along with the migrations of documents, as the only node of one. */
const alone = ({ from, name, up }: Migration): Migration => ({
  from,
  name,
  up: (file) => {
    const { graph } = up({ version: from, graph: { nodes: [file.group], edges: [] } })
    const nodes = isFields(graph) && Array.isArray(graph.nodes) ? (graph.nodes as readonly unknown[]) : []
    return { ...file, group: nodes[0] }
  },
})

const format: Format = {
  format: 'diffeo/block',
  version: documentFormat.version,
  migrations: documentFormat.migrations.filter(({ from }) => from >= first).map(alone),
}

/** The text in which a block is kept. */
export const writeSavedBlock = (block: SavedBlock): string =>
  `${JSON.stringify({ format: format.format, version: format.version, ...block }, null, 2)}\n`

/** A block from its text, brought to the present version. */
export function parseSavedBlock(text: string): Outcome<SavedBlock> {
  const json = readJson(text)
  if (!json.ok) return json
  const fields = recognise(format, json.value)
  if (!fields.ok) return fields
  const { name, group } = fields.value
  const parsed = SavedBlock.safeParse({ name, group })
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, issues: explain(parsed.error, fields.value) }
}
