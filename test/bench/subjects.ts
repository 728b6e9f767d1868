import { encodeBase64 } from '@shared/document/base64'
import { newBlockAt, newDocument } from '@shared/document/create'
import { insertBlock } from '@shared/document/edits'
import type { FlowDocument } from '@shared/document/schema'
import { smallDocument } from '../e2e/documents'

/** Flows to measure with, that no example is. */

/** Two moons through `blocks` affine couplings. */
export function deepDocument(name: string, blocks: number): FlowDocument {
  return withCouplings({ ...smallDocument(name), graph: newDocument(name).graph }, blocks)
}

/** A table of `dims` columns, each of which leans on the one before it; numbered, so that it is the same each time. */
export function wideDocument(name: string, dims: number, rows = 2000): FlowDocument {
  const values = new Float32Array(rows * dims)
  for (let i = 0; i < values.length; i++) {
    const noise = Math.sin(i * 12.9898) * 43758.5453
    const before = i % dims === 0 ? 0 : values[i - 1]
    values[i] = 0.7 * before + (noise - Math.floor(noise) - 0.5)
  }
  const document = smallDocument(name)
  const columns = Array.from({ length: dims }, (_, i) => `column ${String(i + 1)}`)
  const classes = columns.map(() => null)
  const source = { kind: 'table' as const, name, columns, classes, rows: encodeBase64(new Uint8Array(values.buffer)) }
  return withCouplings({ ...document, graph: newDocument(name).graph, data: { ...document.data, source } }, 4)
}

function withCouplings(document: FlowDocument, count: number): FlowDocument {
  let deep = document
  for (let i = 0; i < count; i++) {
    const block = newBlockAt(deep, 'affine-coupling', i)
    deep = insertBlock(deep, { ...block, settings: { ...block.settings, width: 16, depth: 1 } }, i)
  }
  return deep
}
