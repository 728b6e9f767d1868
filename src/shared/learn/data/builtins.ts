import { z } from 'zod'
import { failure, type Outcome } from '../../document/issue'
import { readTable } from './readers/read'
import type { Table } from './readers/table'
import { decodeUtf8 } from './readers/utf8'

/** Reads a file below `resources/` by its path there. */
export type ReadResource = (path: string) => Promise<Uint8Array>

const Text = z.string().min(1)

/** A data set that ships with the app, as `resources/data/index.json` lists it. */
export const Builtin = z.strictObject({
  name: Text,
  label: Text,
  /** Beside the index. */
  file: Text,
  rows: z.number().int().positive(),
  dims: z.number().int().positive(),
  /** The columns of numbers, which a flow is trained on unless a document chooses others. */
  columns: z.array(Text).min(1),
  summary: Text,
  source: Text,
  licence: Text,
})
export type Builtin = z.infer<typeof Builtin>

/** The index; throws when the app's own resource is damaged. */
export async function readBuiltins(readResource: ReadResource): Promise<readonly Builtin[]> {
  const text = decodeUtf8(await readResource('data/index.json'))
  if (text === null) throw new Error('internal: resources/data/index.json is not UTF-8')
  return z.array(Builtin).parse(JSON.parse(text))
}

export async function loadBuiltin(
  name: string,
  readResource: ReadResource,
): Promise<Outcome<{ readonly entry: Builtin; readonly table: Table }>> {
  const builtins = await readBuiltins(readResource)
  const entry = builtins.find((candidate) => candidate.name === name)
  if (!entry) {
    const names = builtins.map((candidate) => candidate.name).join(', ')
    return failure(`Data: there is no built-in set "${name}". Choose one of ${names}.`, 'data.source.name')
  }
  const table = await readTable(entry.file, await readResource(`data/${entry.file}`))
  return table.ok ? { ok: true, value: { entry, table: table.value } } : table
}
