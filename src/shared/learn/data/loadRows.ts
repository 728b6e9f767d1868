import { failure, type Outcome } from '../../document/issue'
import type { ContextChoice, DataSource, FlowDocument, Split } from '../../document/schema'
import { Random } from '../../math/random'
import { loadBuiltin, type ReadResource } from './builtins'
import { energyColumns, findEnergy } from './energy'
import { decodeFloat32 } from '../../document/float32'
import { offersOf, selectContext, type ContextOffer } from './preprocess/selectContext'
import { firstEqual } from './preprocess/equalRows'
import { selectRows, type Rows } from './preprocess/selectRows'
import { takeRows } from './preprocess/split'
import { readTable } from './readers/read'
import { buildTable, checkNames, ColumnBuilder, type Column, type Table } from './readers/table'
import { chooseToyColumns, drawToy, LABEL, momentsOf, toyEntropy, toyOffers } from './toys/columns'
import { findToy, resolveSettings } from './toys/registry'
import type { Moments } from './toys/toy'

/** What a host lends: its files, as bytes. Both may reject; the reason is shown. */
export interface DataReaders {
  readonly readResource: ReadResource
  /** A user's file named by a document. */
  readFile(path: string): Promise<Uint8Array>
}

/** Draws independent rows in natural units, row-major [count, D], each followed by what it is given. */
export type DrawRows = (count: number, random: Random) => Float64Array

/** Rows without end, beside the table that shows and judges them. */
export interface FreshRows {
  readonly draw: DrawRows
  /** Of each column of what is drawn, exact; null for classes. */
  readonly moments: readonly (Moments | null)[]
}

/** A data source resolved to numbers in natural units. */
export interface LoadedRows extends Omit<Rows, 'kept'> {
  readonly name: string
  /** Where training batches come from when not from the rows. */
  readonly fresh: FreshRows | null
  /** Differential entropy in nats, natural units, where the density is known; −E ln p(x | c) where x is given c. */
  readonly entropy: number | null
  /** By row, the values of the column that keeps rows together where they are split; null where they are not split so. */
  readonly groups: Float64Array | null
  /** Columns that x could be given. */
  readonly offers: readonly ContextOffer[]
}

type Source<K extends DataSource['kind']> = Extract<DataSource, { kind: K }>

/** How rows are mended before they are divided, as a document says; by nothing unless it does. */
export type Mending = Partial<Pick<FlowDocument['data'], 'omit' | 'missing' | 'duplicates' | 'split'>>

/** The rows a document's data source stands for, with the columns that x is given. */
export async function loadRows(
  source: DataSource,
  readers: DataReaders,
  context: readonly ContextChoice[] = [],
  mending: Mending = {},
): Promise<Outcome<LoadedRows>> {
  const loaded = await loadSource(source, readers, context, mending)
  return loaded.ok && mending.duplicates === 'once' ? { ok: true, value: onceEach(loaded.value) } : loaded
}

/** Of equal rows the first. */
function onceEach(loaded: LoadedRows): LoadedRows {
  const width = loaded.columns.length + loaded.given.length
  const kept = Uint32Array.from(firstEqual(loaded.values, width)).filter((first, row) => first === row)
  if (kept.length === loaded.count) return loaded
  const values = takeRows(loaded.values, width, kept)
  return { ...loaded, values, count: kept.length, groups: loaded.groups && takeRows(loaded.groups, 1, kept) }
}

async function loadSource(
  source: DataSource,
  readers: DataReaders,
  context: readonly ContextChoice[],
  mending: Mending,
): Promise<Outcome<LoadedRows>> {
  switch (source.kind) {
    case 'toy':
      return loadToy(source, context, mending)
    case 'energy':
      return loadEnergy(source)
    case 'builtin':
      return await loadShipped(source, readers, context, mending)
    case 'file':
      return await loadFile(source, readers, context, mending)
    case 'table':
      return loadTable(source, context, mending)
    default:
      return source satisfies never
  }
}

function loadToy(
  { name, samples, seed, settings, fresh }: Source<'toy'>,
  context: readonly ContextChoice[],
  { omit = [] }: Mending,
): Outcome<LoadedRows> {
  const toy = findToy(name)
  if (!toy.ok) return toy
  const resolved = resolveSettings(toy.value, settings)
  if (!resolved.ok) return resolved
  const columns = chooseToyColumns(toy.value, context)
  if (!columns.ok) return columns
  const { given } = columns.value
  const axes = columns.value.axes.filter((axis) => !omit.includes(axis))
  if (axes.length === 0) return failure(`Data "${toy.value.label}": every coordinate is left out.`, 'data.omit')
  const draw: DrawRows = (count, random) => drawToy(toy.value, resolved.value, [...axes, ...given], { count, random })
  const moments = toy.value.moments(resolved.value)
  return {
    ok: true,
    value: {
      name: toy.value.label,
      columns: axes,
      given: given.map((column) => ({ name: column, classes: column === LABEL ? toy.value.labels!.names : null })),
      values: draw(samples, new Random(seed).fork(`toy ${name}`)),
      count: samples,
      dropped: 0,
      fresh: fresh ? { draw, moments: [...axes, ...given].map((column) => momentsOf(column, moments)) } : null,
      entropy: axes.length < columns.value.axes.length ? null : toyEntropy(toy.value, resolved.value, given),
      groups: null,
      offers: toyOffers(toy.value),
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
      groups: null,
      offers: [],
      given: [],
    },
  }
}

async function loadShipped(
  source: Source<'builtin'>,
  readers: DataReaders,
  context: readonly ContextChoice[],
  mending: Mending,
): Promise<Outcome<LoadedRows>> {
  const builtin = await loadBuiltin(source.name, readers.readResource)
  if (!builtin.ok) return builtin
  const { entry, table } = builtin.value
  return select(entry.label, table, source.columns ?? entry.columns, context, mending)
}

/** The table of a file that a document names. */
export async function readFileTable(path: string, readers: DataReaders): Promise<Outcome<Table>> {
  let bytes: Uint8Array
  try {
    bytes = await readers.readFile(path)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return failure(`Data: the file "${path}" cannot be read: ${reason}. Check its path.`, 'data.source.path')
  }
  return await readTable(path, bytes)
}

async function loadFile(
  { path, columns }: Source<'file'>,
  readers: DataReaders,
  context: readonly ContextChoice[],
  mending: Mending,
): Promise<Outcome<LoadedRows>> {
  const table = await readFileTable(path, readers)
  return table.ok ? select(path, table.value, columns, context, mending) : table
}

function loadTable(source: Source<'table'>, context: readonly ContextChoice[], mending: Mending): Outcome<LoadedRows> {
  const table = tableOf(source)
  if (!table.ok) return table
  const numbers = source.columns.filter((_, c) => source.classes[c] === null)
  return select(source.name, table.value, numbers, context, mending)
}

/** The table that a document carries. */
export function tableOf({ name, columns, classes, rows }: Source<'table'>): Outcome<Table> {
  const names = checkNames(name, columns)
  if (!names.ok) return names
  const values = decodeFloat32(rows)
  if (values === null || values.length === 0 || values.length % columns.length !== 0) {
    const got = values === null ? 'something else' : `${values.length} numbers`
    const expected = `expected base64 of float32 rows of ${columns.length}`
    return failure(`Data "${name}": its rows are ${got}, ${expected}. Import the data again.`, 'data.source.rows')
  }
  if (classes.length !== columns.length) {
    const got = `has classes for ${classes.length} columns`
    return failure(`Data "${name}" ${got}, expected ${columns.length}. Import the data again.`, 'data.source.classes')
  }
  const builders = columns.map((column) => new ColumnBuilder(column, values.length / columns.length))
  values.forEach((value, i) => builders[i % columns.length].number(value))
  const table = buildTable(name, builders, values.length / columns.length, [])
  if (!table.ok) return table
  const typed = table.value.columns.map((column, c) => withClasses(column, classes[c]))
  return { ok: true, value: { ...table.value, columns: typed } }
}

/** A column of places among these classes; the column itself where it is one of numbers. */
const withClasses = (column: Column, names: readonly string[] | null): Column =>
  names === null
    ? column
    : {
        ...column,
        kind: 'text',
        classes: { names, codes: column.values.map((place) => (names[place] === undefined ? NaN : place)) },
      }

function select(
  name: string,
  table: Table,
  columns: readonly string[] | null,
  context: readonly ContextChoice[],
  { omit = [], missing, split }: Mending,
): Outcome<LoadedRows> {
  const given = selectContext(name, table, context)
  if (!given.ok) return given
  const learnt = omit.length === 0 ? columns : (columns ?? numbersOf(table)).filter((column) => !omit.includes(column))
  const rows = selectRows(name, table, learnt, missing ?? 'refuse', given.value)
  if (!rows.ok) return rows
  const { kept } = rows.value
  const group = table.columns.find(({ name }) => name === groupColumn(split))
  const codes = group && (group.classes?.codes ?? group.values)
  const groups = codes ? Float64Array.from(kept, (row) => codes[row]) : null
  return {
    ok: true,
    value: { ...rows.value, name, fresh: null, entropy: null, groups, offers: offersOf(table.columns) },
  }
}

const numbersOf = ({ columns }: Table): readonly string[] =>
  columns.filter(({ kind }) => kind === 'number' || kind === 'mixed').map(({ name }) => name)

const groupColumn = (split?: Split): string | null => (split?.by?.kind === 'group' ? split.by.column : null)
