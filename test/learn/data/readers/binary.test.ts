import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readTable } from '@shared/learn/data/readers/read'
import type { Table } from '@shared/learn/data/readers/table'

const folder = (name: string) => new URL(`../../../fixtures/${name}/`, import.meta.url)
const read = async (path: URL): Promise<Table> => {
  const result = await readTable(path.pathname, new Uint8Array(readFileSync(path)))
  if (!result.ok) throw new Error(result.issues[0].message)
  return result.value
}

const rowsOf = (table: Table) => Array.from({ length: table.rows }, (_, r) => table.columns.map((c) => c.values[r]))

describe('NPY', () => {
  const expected = JSON.parse(readFileSync(new URL('expected.json', folder('npy')), 'utf8')) as Record<
    string,
    number[][]
  >

  it.each(Object.keys(expected))('reads what NumPy wrote as %s', async (name) => {
    expect(rowsOf(await read(new URL(`${name}.npy`, folder('npy'))))).toEqual(expected[name])
  })

  it('reads an array that does not start at the beginning of its buffer', async () => {
    const bytes = readFileSync(new URL('little-f8.npy', folder('npy')))
    const shifted = new Uint8Array(bytes.length + 3)
    shifted.set(bytes, 3)
    const result = await readTable('a.npy', shifted.subarray(3))
    expect(result.ok && rowsOf(result.value)).toEqual(expected['little-f8'])
  })

  it('counts NaN as missing', async () => {
    const bytes = new Uint8Array(readFileSync(new URL('vector.npy', folder('npy'))))
    bytes.fill(0xff, bytes.length - 8)
    const result = await readTable('a.npy', bytes)
    expect(result.ok && result.value.columns[0].missing).toBe(1)
  })
})

describe('Parquet', () => {
  it.each(readdirSync(folder('parquet')).filter((name) => name.endsWith('.parquet')))('reads %s', async (name) => {
    const table = await read(new URL(name, folder('parquet')))
    expect(table.rows).toBe(4)
    const column = (key: string) => table.columns.find((candidate) => candidate.name === key)!
    expect([...column('x').values]).toEqual([0.5, 1.5, NaN, -2.25])
    expect(column('x').missing).toBe(1)
    expect([...column('count').values]).toEqual([1, 2, 3, 2 ** 40])
    expect([...column('flag').values]).toEqual([1, 0, 1, 1])
    expect([...column('single').values]).toEqual([0.1, 0.2, 0.3, 0.4].map(Math.fround))
    expect(column('name').kind).toBe('text')
    expect(column('day').kind).toBe('text')
    expect(table.head[0]).toEqual(['0.5', '1', 'true', 'a', '2024-01-01T00:00:00.000Z', expect.any(String)])
  })
})
