import { describe, expect, it } from 'vitest'
import { newDocument } from '@shared/document/create'
import { encodeFloat32 } from '@shared/document/float32'
import { describeData, rawTable } from '@shared/learn/data'
import { Random } from '@shared/math/random'

const [ROWS, COLUMNS] = [100_000, 50]
const none = () => Promise.reject(new Error('no files'))

describe('a large table', () => {
  it(`of ${ROWS} rows and ${COLUMNS} columns is looked through as a whole`, async () => {
    const random = new Random(1)
    const values = Float32Array.from({ length: ROWS * COLUMNS }, () => random.normal())
    values.set(values.subarray(0, 2 * COLUMNS), 500 * COLUMNS) // two rows come again
    const columns = Array.from({ length: COLUMNS }, (_, c) => `c${c}`)
    const classes = columns.map(() => null)
    const source = { kind: 'table' as const, name: 'large', columns, classes, rows: encodeFloat32(values) }
    const readers = { readFile: none, readResource: none }
    const raw = await rawTable(source, readers)
    if (!raw.ok) throw new Error(raw.issues[0].message)
    const data = { ...newDocument('Large').data, source }
    const told = await describeData(data, raw.value, readers)
    expect(told).toMatchObject({ rows: ROWS, sampled: null, duplicates: { rows: 2 } })
    expect(told.correlations.names).toHaveLength(COLUMNS)
    expect(told.columns.every(({ figures, after }) => figures?.count === ROWS && after !== null)).toBe(true)
  })
})
