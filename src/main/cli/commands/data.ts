import { parseDocument } from '@shared/document/validate'
import { findToy, loadRows, prepareData, resolveSettings, type LoadedRows } from '@shared/learn/data'
import { Random } from '@shared/math/random'
import { Option, type Command } from 'commander'
import { CommandFailure, demand } from '../failure'
import { hostFor } from '../host'
import { rowCount, seed } from '../options'
import { rowsCsv } from '@shared/learn/exporters/rowsCsv'
import { sourceNamed } from '../source'
import type { Terminal } from '../terminal'
import { readText } from '../text'

type Part = 'train' | 'validation' | 'test'

interface DataOptions {
  readonly n?: number
  readonly seed?: number
  readonly out: string
  readonly document?: string
  readonly part?: Part
  readonly set: readonly string[]
}

export function addData(program: Command, terminal: Terminal): void {
  program
    .command('data')
    .description('write a built-in data set, or the rows that a document trains or tests on, as a file')
    .argument('[name]', 'a data set; "diffeo datasets" lists them')
    .option('-n <rows>', 'how many rows; a shipped data set gives all of its rows unless told', rowCount)
    .option('--seed <number>', 'the same seed draws the same rows', seed)
    .option('--set <key=value>', 'a setting of a generator, e.g. noise=0.1', collect, [])
    .option('--document <file>', 'take the rows of this document instead')
    .addOption(new Option('--part <which>', 'with --document').choices(['train', 'validation', 'test']))
    .requiredOption('--out <file>', 'where to write them, CSV in natural units')
    .action(async (name: string | undefined, options: DataOptions) => {
      if ((name === undefined) === (options.document === undefined))
        throw new CommandFailure('Expected the name of a data set or --document FILE, one of the two.')
      const content =
        options.document === undefined
          ? await namedRows(name!, options)
          : await documentRows(terminal, options.document, options)
      await terminal.write(options.out, content)
    })
}

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value]

async function namedRows(name: string, options: DataOptions): Promise<string> {
  const source = sourceNamed(name, options.n ?? 1000)
  if (source.kind === 'energy') {
    const { seed: from, set } = options
    const drawn = demand(await loadRows({ ...source, seed: from ?? 0, settings: settingsOf(set) }, hostFor('.')), name)
    return rowsCsv(drawn.columns, drawn.values)
  }
  const toy = findToy(name)
  const rows = toy.ok ? generated(toy.value, options) : await shipped(name, options)
  return rowsCsv(rows.columns, rows.values)
}

function generated(toy: Extract<ReturnType<typeof findToy>, { ok: true }>['value'], options: DataOptions) {
  const settings = demand(resolveSettings(toy, settingsOf(options.set)), toy.name)
  const random = new Random(options.seed ?? 0).fork(`toy ${toy.name}`)
  const columns = ['x', 'y', 'z'].slice(0, toy.dims)
  return { columns, values: toy.generate(options.n ?? 1000, settings, random) }
}

/** A shipped set: all rows in order, or `n` of them drawn without putting back. */
async function shipped(name: string, { n, seed: from }: DataOptions): Promise<Pick<LoadedRows, 'columns' | 'values'>> {
  const { columns, values, count } = demand(
    await loadRows({ kind: 'builtin', name, columns: null }, hostFor('.')),
    name,
  )
  if (n === undefined) return { columns, values }
  if (n > count) throw new CommandFailure(`${name}: ${count} rows, asked for ${n}. Give -n ${count} or less.`)
  const width = columns.length
  const chosen = new Random(from ?? 0).permutation(count).subarray(0, n)
  const drawn = new Float64Array(n * width)
  chosen.forEach((row, i) => {
    drawn.set(values.subarray(row * width, (row + 1) * width), i * width)
  })
  return { columns, values: drawn }
}

function settingsOf(pairs: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [key, value] = pair.split('=')
      if (value === undefined || value.trim() === '' || !Number.isFinite(Number(value)))
        throw new CommandFailure(`--set "${pair}": expected KEY=NUMBER, e.g. noise=0.1.`)
      return [key, Number(value)]
    }),
  )
}

/** The rows of a part of a document's data, just as training sees them. */
async function documentRows(terminal: Terminal, path: string, { part = 'train' }: DataOptions): Promise<string> {
  const document = demand(parseDocument(await readText(terminal, path)), path)
  const { source } = document.data
  if (part === 'train' && source.kind === 'toy' && source.fresh)
    throw new CommandFailure(
      `${path}: every batch has fresh rows, so there are no training rows to write. ` +
        `Ask for another --part, or draw some: diffeo data ${source.name} -n 1000.`,
    )
  const data = demand(await prepareData(document.data, hostFor(path)), path)
  const { rowUnits } = data
  const names = [...data.columns, ...rowUnits.context.columns.map(({ name }) => name)]
  return rowsCsv(names, rowUnits.toNatural(data[part]), rowUnits.context.classes)
}
