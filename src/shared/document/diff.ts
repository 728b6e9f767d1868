import { equal } from './equal'
import type { Edge, FlowDocument, GraphNode } from './schema'

/**
 * A document as records: each node and each edge by id, and the parts outside the graph. A diff says which records came,
 * went and changed; it reverses and squashes without the documents, which is all that undo needs.
 */
export type RecordKey = string
type Part = NonNullable<FlowDocument[(typeof parts)[number]]>
type DocumentRecord = GraphNode | Edge | readonly string[] | string | Part

export interface DocumentDiff {
  readonly added: Readonly<Record<RecordKey, DocumentRecord>>
  readonly removed: Readonly<Record<RecordKey, DocumentRecord>>
  readonly updated: Readonly<Record<RecordKey, readonly [from: DocumentRecord, to: DocumentRecord]>>
}

const parts = ['name', 'notes', 'frames', 'data', 'objective', 'training'] as const
/** Records that hold the order in which nodes and edges are listed, so that undo restores the very same document. */
const nodeOrder = 'order/nodes'
const edgeOrder = 'order/edges'

export const noDiff: DocumentDiff = { added: {}, removed: {}, updated: {} }

export const isEmpty = ({ added, removed, updated }: DocumentDiff): boolean =>
  [added, removed, updated].every((records) => Object.keys(records).length === 0)

/** What takes `before` to `after`. */
export function diffDocuments(before: FlowDocument, after: FlowDocument): DocumentDiff {
  if (before === after) return noDiff
  const from = recordsOf(before)
  const to = recordsOf(after)
  const added: Record<RecordKey, DocumentRecord> = {}
  const removed: Record<RecordKey, DocumentRecord> = {}
  const updated: Record<RecordKey, readonly [DocumentRecord, DocumentRecord]> = {}
  for (const [key, record] of from) {
    const next = to.get(key)
    if (next === undefined) removed[key] = record
    else if (!equal(record, next)) updated[key] = [record, next]
  }
  for (const [key, record] of to) if (!from.has(key)) added[key] = record
  return { added, removed, updated }
}

/** The document after a diff; what the diff does not name is shared. */
export function applyDiff(document: FlowDocument, diff: DocumentDiff): FlowDocument {
  if (isEmpty(diff)) return document
  const records = recordsOf(document)
  for (const key of Object.keys(diff.removed)) records.delete(key)
  for (const [key, record] of Object.entries(diff.added)) records.set(key, record)
  for (const [key, [, record]] of Object.entries(diff.updated)) records.set(key, record)
  return documentOf(document, records)
}

/** The diff that undoes this one. */
export const reverseDiff = ({ added, removed, updated }: DocumentDiff): DocumentDiff => ({
  added: removed,
  removed: added,
  updated: Object.fromEntries(Object.entries(updated).map(([key, [from, to]]) => [key, [to, from]])),
})

/** One diff for two in a row. */
export function squash(first: DocumentDiff, second: DocumentDiff): DocumentDiff {
  const added = new Map(Object.entries(first.added))
  const removed = new Map(Object.entries(first.removed))
  const updated = new Map(Object.entries(first.updated))
  const update = (key: RecordKey, from: DocumentRecord, to: DocumentRecord) => {
    if (equal(from, to)) updated.delete(key)
    else updated.set(key, [from, to])
  }
  for (const [key, record] of Object.entries(second.added)) {
    const before = removed.get(key)
    if (before === undefined) added.set(key, record)
    else update(key, before, record) // it went and came back
    removed.delete(key)
  }
  for (const [key, [from, to]] of Object.entries(second.updated)) {
    if (added.has(key)) added.set(key, to)
    else update(key, updated.get(key)?.[0] ?? from, to)
  }
  for (const [key, record] of Object.entries(second.removed)) {
    if (!added.delete(key)) removed.set(key, updated.get(key)?.[0] ?? record) // else it came and went
    updated.delete(key)
  }
  return {
    added: Object.fromEntries(added),
    removed: Object.fromEntries(removed),
    updated: Object.fromEntries(updated),
  }
}

function recordsOf(document: FlowDocument): Map<RecordKey, DocumentRecord> {
  const records = new Map<RecordKey, DocumentRecord>()
  for (const part of parts) {
    const record: Part | undefined = document[part]
    if (record !== undefined) records.set(part, record)
  }
  const { nodes, edges } = document.graph
  const nodeKeys = unique(nodes.map((node) => `node/${node.id}`))
  const edgeKeys = unique(edges.map((edge) => `edge/${edge.from}/${edge.to}`))
  nodes.forEach((node, index) => records.set(nodeKeys[index], node))
  edges.forEach((edge, index) => records.set(edgeKeys[index], edge))
  return records.set(nodeOrder, nodeKeys).set(edgeOrder, edgeKeys)
}

function documentOf(before: FlowDocument, records: ReadonlyMap<RecordKey, DocumentRecord>): FlowDocument {
  const listed = <T>(order: RecordKey, shared: T[]): T[] => {
    const list = (records.get(order) as readonly string[]).map((key) => records.get(key) as T)
    return list.length === shared.length && list.every((item, index) => item === shared[index]) ? shared : list
  }
  const nodes = listed<GraphNode>(nodeOrder, before.graph.nodes)
  const edges = listed<Edge>(edgeOrder, before.graph.edges)
  const shared = nodes === before.graph.nodes && edges === before.graph.edges
  const present = parts.flatMap((part) => (records.has(part) ? [[part, records.get(part)] as const] : []))
  const { notes: _, frames: __, ...rest } = before
  return {
    ...rest,
    ...(Object.fromEntries(present) as Pick<FlowDocument, (typeof parts)[number]>),
    graph: shared ? before.graph : { nodes, edges },
  }
}

/** Keys told apart by a count where a broken document repeats an id ("#" is in no id). */
function unique(keys: readonly string[]): string[] {
  const counts = new Map<string, number>()
  return keys.map((key) => {
    const count = counts.get(key) ?? 0
    counts.set(key, count + 1)
    return count === 0 ? key : `${key}#${count}`
  })
}
