import { z } from 'zod'
import { failure } from './issue'
import type { Outcome } from './issue'
import type { StackNode } from './expand'
import { documentFormat, isFields } from './migrations'
import type { Format, Migration } from './migrations'
import { explain } from './read/explain'
import { readJson } from './read/json'
import { recognise } from './read/recognise'
import type { Annotations } from './edits'
import { BijectorNode, Frame, GroupNode, Note } from './schema'

/** A part of a stack on its way to another place: blocks and groups in order z → x, without what they have learnt. */
const ClipFields = z.strictObject({
  nodes: z
    .array(z.discriminatedUnion('kind', [BijectorNode, GroupNode]))
    .min(1)
    .max(512),
  /** What is noted at them, and the frames around them. */
  notes: z.array(Note).max(512).default([]),
  frames: z.array(Frame).max(128).default([]),
})

/** Nodes in order z → x, with what is noted at them. */
export interface Clip extends Annotations {
  readonly nodes: readonly StackNode[]
}

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
export function writeClip({ nodes, notes, frames }: Clip): string {
  const annotations = { ...(notes.length > 0 && { notes }), ...(frames.length > 0 && { frames }) }
  return `${JSON.stringify({ format: format.format, version: format.version, nodes, ...annotations }, null, 2)}\n`
}

/** Blocks from a text that was pasted; null when it does not even say that it is that. */
export function parseClip(text: string): Outcome<Clip> | null {
  if (!text.includes(`"${format.format}"`)) return null
  if (text.length > longest)
    return failure(`The text has ${String(text.length)} characters, expected at most ${String(longest)}.`)
  const json = readJson(text)
  if (!json.ok || !isFields(json.value) || json.value.format !== format.format) return null
  const fields = recognise(format, json.value)
  if (!fields.ok) return fields
  const { nodes, notes, frames } = fields.value
  const parsed = ClipFields.safeParse({ nodes, notes, frames })
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, issues: explain(parsed.error, fields.value) }
}
