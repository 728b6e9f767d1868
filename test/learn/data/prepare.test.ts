import { targetEntries } from '@shared/catalogue/targets'
import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { readBuiltins } from '@shared/learn/data/builtins'
import {
  describeTable,
  encodeFloat32,
  listDatasets,
  prepareData,
  readTable,
  tableSource,
  toySets,
  type DataReaders,
  type PreparedData,
} from '@shared/learn/data'
import { Units } from '@shared/learn/units'
import { Random } from '@shared/math/random'
import { DataSource, type ContextChoice } from '@shared/document/schema'
import type { ColumnSummary, DatasetEntry, TableReport } from '@shared/rpc/protocol'

const files: Record<string, string> = {
  'good.csv': `a,b\n${Array.from({ length: 50 }, (_, i) => `${i},${i * i}`).join('\n')}\n`,
  'flat.csv': `a,b\n${Array.from({ length: 50 }, (_, i) => `${i},7`).join('\n')}\n`,
  'holes.csv': 'a,b\n1,2\n,3\n4,5\n',
}
const readers: DataReaders = {
  readResource: async (path) => new Uint8Array(await readFile(new URL(`../../../resources/${path}`, import.meta.url))),
  readFile: async (path) => {
    if (!Object.hasOwn(files, path)) throw new Error('no such file')
    return new TextEncoder().encode(files[path])
  },
}

const split = { validation: 0.1, test: 0.2 }
const toy = (name: string, settings: Record<string, number> = {}, samples = 1000, fresh = false) =>
  ({ kind: 'toy', name, samples, seed: 1, settings, fresh }) as const
const prepare = (source: DataSource, standardise = true, context: ContextChoice[] = []) =>
  prepareData({ source, context, standardise, split }, readers)

async function prepared(source: DataSource, standardise = true): Promise<PreparedData> {
  const result = await prepare(source, standardise)
  if (!result.ok) throw new Error(result.issues[0].message)
  return result.value
}

async function refusal(source: DataSource, standardise = true) {
  const result = await prepare(source, standardise)
  expect(result.ok).toBe(false)
  return result.ok ? { message: '', path: '' } : result.issues[0]
}

/** Of data that are standardised alone. */
function scaleOf({ preprocessing: [step] }: PreparedData): readonly number[] {
  return step.type === 'standardise' ? step.scale : []
}

describe('prepareData', () => {
  it.each(toySets.map(({ name, dims }) => ({ name, dims })))('prepares the toy set $name', async ({ name, dims }) => {
    const data = await prepared(toy(name))
    expect(data.dims).toBe(dims)
    expect([data.train.length, data.validation.length, data.test.length]).toEqual([700 * dims, 100 * dims, 200 * dims])
    expect(data.columns).toEqual(['x', 'y', 'z'].slice(0, dims))
    expect(data.entropy).toSatisfy(Number.isFinite)
    expect(data.warnings).toEqual([])
    for (let c = 0; c < dims; c++) {
      const column = data.train.filter((_, i) => i % dims === c)
      const mean = column.reduce((sum, x) => sum + x, 0) / column.length
      const variance = column.reduce((sum, x) => sum + x * x, 0) / column.length
      expect(Math.abs(mean)).toBeLessThan(1e-5)
      expect(Math.abs(variance - 1)).toBeLessThan(1e-5)
    }
  })

  it('deals the same rows every time', async () => {
    expect(await prepared(toy('two-moons'))).toEqual(await prepared(toy('two-moons')))
  })

  it('standardises a source of fresh rows by what they tend to, whatever its table', async () => {
    const fresh = (samples: number) => prepared(toy('circles', {}, samples, true))
    const [small, large] = [await fresh(50), await fresh(1000)]
    expect(small.preprocessing).toEqual(large.preprocessing)
    expect(scaleOf(small)[0]).toBeCloseTo(0.54185, 5)
    expect(small.validation).toHaveLength(5 * 2)
  })

  it('draws fresh rows from the same density in the same units as its table', async () => {
    const { draw, preprocessing, train } = await prepared(toy('two-moons', { noise: 0.2 }, 20_000, true))
    const units = new Units(2, preprocessing)
    const drawn = units.toFlow(draw!(20_000, new Random(8)))
    expect(drawn).not.toContain(train[0])
    for (const power of [1, 2, 3, 4])
      for (const c of [0, 1]) {
        const mean = (rows: ArrayLike<number>) =>
          Array.from(rows).reduce((sum, x, i) => sum + (i % 2 === c ? x ** power / (rows.length / 2) : 0), 0)
        expect(Math.abs(mean(drawn) - mean(train))).toBeLessThan(0.1)
      }
  })

  it('has none to draw where a document trains on its table', async () => {
    expect((await prepared(toy('two-moons'))).draw).toBeNull()
  })

  it('previews the training rows in natural units', async () => {
    const data = await prepared(toy('pinwheel', {}, 8000))
    expect(data.preview).toHaveLength(4000 * 2)
    const natural = new Units(2, data.preprocessing).toNatural(data.train.subarray(0, 8000))
    natural.forEach((x, i) => expect(Math.abs(x - data.preview[i])).toBeLessThan(1e-5))
  })

  it('leaves the data as they are when not told to standardise', async () => {
    const data = await prepared(toy('two-moons'), false)
    expect(data.preprocessing).toEqual([])
    expect(data.train.subarray(0, 1000)).toEqual(data.preview.subarray(0, 1000))
  })

  it('reads a file and takes the chosen columns', async () => {
    const data = await prepared({ kind: 'file', path: 'good.csv', columns: ['b'] })
    expect(data.summary).toEqual([
      { name: 'b', min: 0, max: 2401, mean: expect.closeTo(808.5, 9), sd: expect.closeTo(731.2052, 4) },
    ])
    expect(data.entropy).toBeNull()
  })

  it('carries chosen columns of a file inside the document, valid by its schema', async () => {
    const table = await readTable('good.csv', await readers.readFile('good.csv'))
    const source = table.ok && tableSource('good', table.value, ['b', 'a'])
    if (!source || !source.ok) throw new Error('must make a source')
    expect(DataSource.parse(source.value)).toEqual(source.value)
    const carried = await prepared(source.value)
    expect(carried.train).toEqual((await prepared({ kind: 'file', path: 'good.csv', columns: ['b', 'a'] })).train)
    const report: TableReport = table.ok ? describeTable('good.csv', table.value) : (null as never)
    expect(report.columns.map((column) => column.numeric)).toEqual([true, true])
  })

  it('warns of columns with few distinct values', async () => {
    const quakes = await prepared({ kind: 'builtin', name: 'fiji-quakes', columns: null })
    expect(quakes.warnings.map((issue) => issue.message)).toEqual([
      expect.stringContaining('column "magnitude": 22 distinct values in 1000 rows'),
    ])
  })

  it.each<[string, DataSource, string, string]>([
    ['an unknown toy set', toy('two-suns'), 'no toy set "two-suns"', 'data.source.name'],
    ['a setting out of range', toy('circles', { factor: 2 }), 'expected 0.05 to 0.95', 'data.source.settings.factor'],
    ['an unknown setting', toy('circles', { size: 2 }), 'no setting "size"', 'data.source.settings.size'],
    ['an unknown built-in', { kind: 'builtin', name: 'mtcars', columns: null }, 'old-faithful', 'data.source.name'],
    ['a missing file', { kind: 'file', path: 'no.csv', columns: null }, 'no such file', 'data.source.path'],
    ['an unknown column', { kind: 'file', path: 'good.csv', columns: ['z'] }, 'no such column', 'data.source.columns'],
    ['a constant column', { kind: 'file', path: 'flat.csv', columns: null }, '"b" (always 7)', 'data.source'],
    [
      'missing values',
      { kind: 'file', path: 'holes.csv', columns: null },
      'Leave out the 1 rows (of 3)',
      'data.source',
    ],
    [
      'rows that are not base64',
      { kind: 'table', name: 't', columns: ['a'], classes: [null], rows: '*' },
      'base64',
      'data.source.rows',
    ],
    [
      'rows of another width',
      { kind: 'table', name: 't', columns: ['a', 'b'], classes: [null, null], rows: encodeFloat32([1, 2, 3]) },
      '3 numbers, expected base64 of float32 rows of 2',
      'data.source.rows',
    ],
    [
      'a carried NaN',
      { kind: 'table', name: 't', columns: ['a'], classes: [null], rows: encodeFloat32([1, NaN, 3]) },
      'column "a" has 1 missing, first in row 2',
      'data.source',
    ],
  ])('refuses %s at the place to blame', async (_what, source, said, path) => {
    const issue = await refusal(source)
    expect(issue.message).toContain(said)
    expect(issue.path).toBe(path)
  })

  it('refuses numbers beyond float32 unless they are standardised', async () => {
    files['huge.csv'] = `a\n${Array.from({ length: 20 }, (_, i) => `${i}e40`).join('\n')}\n`
    const source: DataSource = { kind: 'file', path: 'huge.csv', columns: null }
    expect((await refusal(source, false)).path).toBe('data.standardise')
    expect((await prepared(source)).train.every(Number.isFinite)).toBe(true)
  })
})

describe('data sets shipped with the app', async () => {
  const builtins = await readBuiltins(readers.readResource)

  it.each(builtins)('$name is as its entry says, and loads', async (entry) => {
    const data = await prepared({ kind: 'builtin', name: entry.name, columns: null })
    expect(data.columns).toEqual(entry.columns)
    expect(data.dims).toBe(entry.dims)
    expect((data.train.length + data.validation.length + data.test.length) / data.dims).toBe(entry.rows)
    const readme = new TextDecoder().decode(await readers.readResource('data/README.md'))
    expect(readme).toContain(`\`${entry.file}\``)
    expect(readme).toContain(entry.licence)
  })

  it('are listed after the generators, in the shape that the screen expects', async () => {
    const listed: readonly DatasetEntry[] = await listDatasets(readers.readResource)
    expect(listed).toHaveLength(toySets.length + targetEntries.length + builtins.length)
    expect(new Set(listed.map((entry) => entry.name)).size).toBe(listed.length)
    const summary: readonly ColumnSummary[] = (await prepared(toy('helix'))).summary
    expect(summary.map((column) => column.name)).toEqual(['x', 'y', 'z'])
  })
})

describe('rows with a context', () => {
  const given = (source: DataSource, context: ContextChoice[], standardise = true) =>
    prepare(source, standardise, context)
  async function ready(source: DataSource, context: ContextChoice[]): Promise<PreparedData> {
    const result = await given(source, context)
    if (!result.ok) throw new Error(result.issues[0].message)
    return result.value
  }
  const iris: DataSource = { kind: 'builtin', name: 'iris', columns: null }

  it('carry the label of a toy behind x, and are judged by the entropy of its parts', async () => {
    const data = await ready(toy('two-moons', {}, 1000), [{ column: 'label', as: 'class' }])
    expect([data.columns, data.rowUnits.width]).toEqual([['x', 'y'], 4])
    expect(data.context.columns).toEqual([{ name: 'label', kind: 'class', classes: ['upper', 'lower'] }])
    const plain = await prepared(toy('two-moons', {}, 1000))
    for (let row = 0; row < 700; row++) {
      const [x, y, upper, lower] = data.train.subarray(4 * row, 4 * row + 4)
      expect([x, y]).toEqual([...plain.train.subarray(2 * row, 2 * row + 2)])
      expect(upper + lower).toBe(1)
      // above the upper moon's ends there is none of the lower one
      if (plain.preview[2 * row + 1] > 0.7) expect(upper).toBe(1)
    }
    // half of a nat's ln 2 at most: the label tells which moon, and little more where they hardly meet
    expect(plain.entropy! - data.entropy!).toBeCloseTo(Math.LN2, 2)
  })

  it('take a coordinate of a toy, standardised, and know no entropy then', async () => {
    const data = await ready(toy('two-moons'), [{ column: 'y', as: 'number' }])
    expect([data.columns, data.dims, data.rowUnits.width, data.entropy]).toEqual([['x'], 1, 2, null])
    const own = data.train.filter((_, i) => i % 2 === 1)
    expect(own.reduce((sum, value) => sum + value, 0) / own.length).toBeCloseTo(0, 5)
  })

  it('take text and numbers of a file, and leave neither among the data', async () => {
    const data = await ready(iris, [
      { column: 'species', as: 'class' },
      { column: 'petal length', as: 'number' },
    ])
    expect(data.columns).toEqual(['sepal length', 'sepal width', 'petal width'])
    expect(data.context.columns[0]).toEqual({
      name: 'species',
      kind: 'class',
      classes: ['setosa', 'versicolor', 'virginica'],
    })
    const natural = data.rowUnits.toNatural(data.train)
    expect(Math.max(...natural.filter((_, i) => i % 5 === 4))).toBeCloseTo(6.9, 5)
    expect(data.context.offers.find(({ column }) => column === 'species')?.as).toEqual(['class'])
  })

  it('of fresh draws carry theirs too', async () => {
    const data = await ready(toy('circles', {}, 1000, true), [{ column: 'label', as: 'class' }])
    const rows = data.draw!(500, new Random(1))
    for (let i = 0; i < rows.length; i += 3) expect(rows[i + 2]).toBe(Math.hypot(rows[i], rows[i + 1]) > 0.7 ? 0 : 1)
  })

  it('keep the units and the order of classes that a model was trained on', async () => {
    const trainedOn = {
      dims: 3,
      preprocessing: [],
      context: [{ name: 'species', kind: 'class' as const, classes: ['virginica', 'versicolor', 'setosa', 'other'] }],
    }
    const context: ContextChoice[] = [{ column: 'species', as: 'class' }]
    const source: DataSource = { ...iris, columns: ['sepal length', 'sepal width', 'petal width'] }
    const data = await prepareData({ source, context, standardise: true, split }, readers, trainedOn)
    if (!data.ok) throw new Error(data.issues[0].message)
    for (let at = 0; at < data.value.train.length; at += 7) {
      const [width, ...species] = data.value.train.subarray(at + 2, at + 7)
      if (width < 0.8) expect(species).toEqual([0, 0, 1, 0]) // setosa alone has such narrow petals
    }
    const fewer = { ...trainedOn, context: [{ ...trainedOn.context[0], classes: ['setosa', 'versicolor'] }] }
    const refused = await prepareData({ source, context, standardise: true, split }, readers, fewer)
    expect(refused.ok ? '' : refused.issues[0].message).toContain('"virginica", which the model does not know')
  })

  it('come back out of a table within a document', async () => {
    const table = await readTable('c.csv', new TextEncoder().encode('kind,a\nb,1\na,2\nb,3\na,4\nb,5\n'))
    const source = table.ok && tableSource('c', table.value, ['kind', 'a'])
    if (!source || !source.ok) throw new Error('not read')
    expect(source.value).toMatchObject({ columns: ['a', 'kind'], classes: [null, ['a', 'b']] })
    const data = await prepareData(
      { source: source.value, context: [{ column: 'kind', as: 'class' }], standardise: false, split },
      readers,
    )
    if (!data.ok) throw new Error(data.issues[0].message)
    for (let at = 0; at < data.value.train.length; at += 3)
      expect(data.value.train[at + 2]).toBe(data.value.train[at] % 2)
  })

  it.each([
    ['a column that is not there', iris, [{ column: 'colour', as: 'class' }], 'there is no such column'],
    ['text as a number', iris, [{ column: 'species', as: 'number' }], 'is text, expected numbers'],
    [
      'a column twice',
      iris,
      [
        { column: 'species', as: 'class' },
        { column: 'species', as: 'class' },
      ],
      'chosen twice',
    ],
    [
      'too many classes',
      { kind: 'builtin', name: 'light-chains', columns: null },
      [{ column: 'kappa', as: 'class' }],
      'too many for classes',
    ],
    [
      'all columns',
      { kind: 'builtin', name: 'old-faithful', columns: null },
      [
        { column: 'eruption', as: 'number' },
        { column: 'waiting', as: 'number' },
      ],
      'none is left to learn',
    ],
    ['a label that a toy lacks', toy('swiss-roll'), [{ column: 'label', as: 'class' }], 'there is no such column'],
    ['a label as a number', toy('circles'), [{ column: 'label', as: 'number' }], 'expected a class'],
  ] as [string, DataSource, ContextChoice[], string][])('are refused for %s', async (_, source, context, said) => {
    const result = await given(source, context)
    expect(result.ok ? '' : result.issues[0].message).toContain(said)
    expect(result.ok ? '' : result.issues[0].path).toBe('data.context')
  })
})
