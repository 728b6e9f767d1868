import { z } from 'zod'
import { failure } from './issue'
import type { Outcome } from './issue'
import type { StackNode } from './expand'
import { documentFormat, isFields } from './migrations'
import type { Format, Migration } from './migrations'
import { explain } from './read/explain'
import { readJson } from './read/json'
import { recognise } from './read/recognise'
import { BijectorNode, GroupNode } from './schema'

/** A part of a stack on its way to another place: blocks and groups in order z → x, without what they have learnt. */
const Clip = z.strictObject({
  nodes: z
    .array(z.discriminatedUnion('kind', [BijectorNode, GroupNode]))
    .min(1)
    .max(512),
})

/** Documents have groups since this version. */
const first = 3

/** Takes the nodes along with the migrations of documents, as all there is of one. */
const alone = ({ from, name, up }: Migration): Migration => ({
  from,
  name,
  up: (file) => {
    const { graph } = up({ version: from, graph: { nodes: file.nodes, edges: [] } })
    return { ...file, nodes: isFields(graph) ? graph.nodes : [] }
  },
})

const format: Format = {
  format: 'diffeo/blocks',
  version: documentFormat.version,
  migrations: documentFormat.migrations.filter(({ from }) => from >= first).map(alone),
}

/** Longest text that is looked at, in characters. */
const longest = 4 * 1024 * 1024

/** The text in which blocks are copied. */
export const writeClip = (nodes: readonly StackNode[]): string =>
  `${JSON.stringify({ format: format.format, version: format.version, nodes }, null, 2)}\n`

/** Blocks from a text that was pasted; null when it does not even say that it is that. */
export function parseClip(text: string): Outcome<readonly StackNode[]> | null {
  if (!text.includes(`"${format.format}"`)) return null
  if (text.length > longest)
    return failure(`The text has ${String(text.length)} characters, expected at most ${String(longest)}.`)
  const json = readJson(text)
  if (!json.ok || !isFields(json.value) || json.value.format !== format.format) return null
  const fields = recognise(format, json.value)
  if (!fields.ok) return fields
  const parsed = Clip.safeParse({ nodes: fields.value.nodes })
  return parsed.success
    ? { ok: true, value: parsed.data.nodes }
    : { ok: false, issues: explain(parsed.error, fields.value) }
}
