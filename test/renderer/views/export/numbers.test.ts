import { describe, expect, it } from 'vitest'
import { readTable } from '@shared/learn/data/readers/read'
import type { Table } from '@shared/learn/data/readers/table'
import { pictureName } from '../../../../src/renderer/shells/fileKinds'
import { csvOf } from '../../../../src/renderer/views/export/csv'
import { npyOf } from '../../../../src/renderer/views/export/npy'
import {
  densityTable,
  layersTable,
  pointsTable,
  volumeTable,
  type NumberTable,
} from '../../../../src/renderer/views/export/numbers'

const read = async (name: string, bytes: Uint8Array): Promise<Table> => {
  const result = await readTable(name, bytes)
  if (!result.ok) throw new Error(result.issues[0].message)
  return result.value
}
/** Row-major, as float32. */
const valuesOf = ({ columns, rows }: Table): number[] =>
  Array.from({ length: rows }, (_, r) => columns.map(({ values }) => Math.fround(values[r]!))).flat()

const grid = {
  step: 7,
  bounds: [-1.5, 2.5, 10, 13] as const,
  resolution: 5,
  logDensity: Float32Array.from({ length: 25 }, (_, k) => Math.log(k + 1) / 3 - 40 * (k % 3)),
}
const layers = {
  step: 3,
  dims: 2,
  count: 3,
  blocks: 1,
  t: Float32Array.of(0, 1),
  positions: Float32Array.from({ length: 12 }, (_, i) => i / 7),
  logDet: Float32Array.of(0, 0, 0, 0.1, 0.2, 0.3),
}
const tables: readonly (readonly [string, NumberTable])[] = [
  ['a density', densityTable(grid)],
  [
    'a volume',
    volumeTable({ step: 0, bounds: [0, 1, 2, 3, 4, 5], resolution: 2, logDensity: grid.logDensity.slice(0, 8) }),
  ],
  ['points', pointsTable(layers.positions, ['height', 'width, mm'])],
]

describe('numbers under a picture', () => {
  it.each(tables)('of %s come back from NPY to the bit', async (_, table) => {
    const bytes = npyOf(table)
    expect([...bytes.subarray(6, 8)], 'version').toEqual([1, 0])
    expect((bytes.length - 4 * table.values.length) % 64, 'alignment').toBe(0)
    const back = await read('a.npy', bytes)
    expect(back.columns).toHaveLength(table.columns.length)
    expect(valuesOf(back)).toEqual([...table.values])
  })

  it.each(tables)('of %s come back from CSV to the bit, under their names', async (_, table) => {
    const back = await read('a.csv', new TextEncoder().encode(csvOf(table)))
    expect(back.columns.map(({ name }) => name)).toEqual(table.columns)
    expect(valuesOf(back)).toEqual([...table.values])
  })

  it('of a density stand at its nodes, those at the ends of the bounds among them', () => {
    const { columns, values } = densityTable(grid)
    expect(columns).toEqual(['x', 'y', 'log_p'])
    expect([...values.subarray(0, 3)]).toEqual([-1.5, 10, grid.logDensity[0]])
    expect([...values.subarray(3 * 6, 3 * 7)]).toEqual([-0.5, 10.75, grid.logDensity[6]])
    expect([...values.subarray(-3)]).toEqual([2.5, 13, grid.logDensity[24]])
  })

  it('of layers follow each row from z to x', () => {
    const { columns, values } = layersTable(layers, ['a', 'b'], ['z', 'x, after 1'])
    expect(columns).toEqual(['row', 'layer', 'a', 'b', 'log_det'])
    const { positions, logDet } = layers
    expect([...values.subarray(5, 15)]).toEqual([0, 1, positions[6], positions[7], logDet[3], 1, 0, positions[2], positions[3], 0]) // prettier-ignore
  })

  it('of layers name each layer in CSV, beside its number', () => {
    const lines = csvOf(layersTable(layers, ['a', 'b'], ['z', 'x, after 1'])).split('\n')
    expect(lines[0]).toBe('row,layer,block,a,b,log_det')
    expect(lines[1]).toMatch(/^0,0,z,/)
    expect(lines[2]).toMatch(/^0,1,"x, after 1",/)
  })

  it('of a volume have x fastest and z slowest', () => {
    const logDensity = Float32Array.from({ length: 8 }, (_, k) => k)
    const { values } = volumeTable({ step: 0, bounds: [0, 1, 2, 3, 4, 5], resolution: 2, logDensity })
    expect([...values.subarray(4, 12)]).toEqual([1, 2, 4, 1, 0, 3, 4, 2])
    expect([...values.subarray(-4)]).toEqual([1, 3, 5, 7])
  })

  it('say in CSV where there is no number', () => {
    expect(csvOf({ columns: ['a "b"', 'c'], values: Float32Array.of(NaN, -Infinity, Infinity, 0.1) })).toBe(
      '"a ""b""",c\nnan,-inf\ninf,0.1\n',
    )
  })

  it('are kept in a file named after document, view and step', () => {
    expect(pictureName('Two moons', 'density', 1500, 'png')).toBe('two-moons-density-step-1500.png')
  })
})
