import { failure, type Outcome } from '../../document/issue'
import type { DataSource } from '../../document/schema'
import { Random } from '../../math/random'
import { loadBuiltin, type ReadResource } from './builtins'
import { energyColumns, findEnergy } from './energy'
import { decodeFloat32 } from './float32'
import { selectRows, type Rows } from './preprocess/selectRows'
import { readTable } from './readers/read'
import { buildTable, checkNames, ColumnBuilder } from './readers/table'
import { findToy, resolveSettings } from './toys/registry'
import type { Moments } from './toys/toy'

/** What a host lends: its files, as bytes. Both may reject; the reason is shown. */
export interface DataReaders {
  readonly readResource: ReadResource
  /** A user's file named by a document. */
  readFile(path: string): Promise<Uint8Array>
}

/** Draws independent rows, row-major [count, D], in natural units. */
export type DrawRows = (count: number, random: Random) => Float64Array

/** Rows without end, beside the table that shows and judges them. */
export interface FreshRows {
  readonly draw: DrawRows
  /** Of each column of what is drawn, exact. */
  readonly moments: readonly Moments[]
}

/** A data source resolved to numbers in natural units. */
export interface LoadedRows extends Rows {
  readonly name: string
  /** Where training batches come from when not from the rows. */
  readonly fresh: FreshRows | null
  /** Differential entropy in nats, natural units, where the density is known. */
  readonly entropy: number | null
}

type Source<K extends DataSource['kind']> = Extract<DataSource, { kind: K }>

/** The rows a document's data source stands for. */
export async function loadRows(source: DataSource, readers: DataReaders): Promise<Outcome<LoadedRows>> {
  switch (source.kind) {
    case 'toy':
      return loadToy(source)
    case 'energy':
      return loadEnergy(source)
    case 'builtin':
      return await loadShipped(source, readers)
    case 'file':
      return await loadFile(source, readers)
    case 'table':
      return loadTable(source)
    default:
      return source satisfies never
  }
}

const axisNames = ['x', 'y', 'z'] as const

function loadToy({ name, samples, seed, settings, fresh }: Source<'toy'>): Outcome<LoadedRows> {
  const toy = findToy(name)
  if (!toy.ok) return toy
  const resolved = resolveSettings(toy.value, settings)
  if (!resolved.ok) return resolved
  const { dims } = toy.value
  const draw: DrawRows = (count, random) => toy.value.generate(count, resolved.value, random)
  return {
    ok: true,
    value: {
      name: toy.value.label,
      columns: axisNames.slice(0, dims),
      values: draw(samples, new Random(seed).fork(`toy ${name}`)),
      count: samples,
      dropped: 0,
      fresh: fresh ? { draw, moments: toy.value.moments(resolved.value) } : null,
      entropy: toy.value.entropy(resolved.value),
    },
  }
}

function loadEnergy(source: Source<'energy'>): Outcome<LoadedRows> {
  const energy = findEnergy(source)
  if (!energy.ok) return energy
  const { label, sample, entropy } = energy.value
  const { dims, name, samples, seed } = source
  return {
    ok: true,
    value: {
      name: label,
      columns: energyColumns(dims),
      values: sample(samples, new Random(seed).fork(`energy ${name}`)),
      count: samples,
      dropped: 0,
      fresh: null,
      entropy,
    },
  }
}

async function loadShipped(source: Source<'builtin'>, readers: DataReaders): Promise<Outcome<LoadedRows>> {
  const builtin = await loadBuiltin(source.name, readers.readResource)
  if (!builtin.ok) return builtin
  const { entry, table } = builtin.value
  return named(entry.label, selectRows(entry.label, table, source.columns ?? entry.columns))
}

async function loadFile({ path, columns }: Source<'file'>, readers: DataReaders): Promise<Outcome<LoadedRows>> {
  let bytes: Uint8Array
  try {
    bytes = await readers.readFile(path)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return failure(`Data: the file "${path}" cannot be read: ${reason}. Check its path.`, 'data.source.path')
  }
  const table = await readTable(path, bytes)
  return table.ok ? named(path, selectRows(path, table.value, columns)) : table
}

function loadTable({ name, columns, rows }: Source<'table'>): Outcome<LoadedRows> {
  const names = checkNames(name, columns)
  if (!names.ok) return names
  const values = decodeFloat32(rows)
  if (values === null || values.length === 0 || values.length % columns.length !== 0) {
    const got = values === null ? 'something else' : `${values.length} numbers`
    const expected = `expected base64 of float32 rows of ${columns.length}`
    return failure(`Data "${name}": its rows are ${got}, ${expected}. Import the data again.`, 'data.source.rows')
  }
  const builders = columns.map((column) => new ColumnBuilder(column, values.length / columns.length))
  values.forEach((value, i) => builders[i % columns.length].number(value))
  const table = buildTable(name, builders, values.length / columns.length, [])
  return table.ok ? named(name, selectRows(name, table.value, columns)) : table
}

const named = (name: string, rows: Outcome<Rows>): Outcome<LoadedRows> =>
  rows.ok ? { ok: true, value: { ...rows.value, name, fresh: null, entropy: null } } : rows
