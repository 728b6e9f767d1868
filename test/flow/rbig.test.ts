import { readFileSync } from 'node:fs'
import { blockEntry } from '@shared/catalogue/registry'
import { initialiseFromData } from '@shared/flow/initialise'
import { describe, expect, it } from 'vitest'
import { create, fresh } from './support/blocks'
import { expectClose } from './support/compare'
import { flowOf, logDensities, run } from './support/runs'

/** Written by test/fixtures/parity/make_rbig.py: the same iterations by NumPy, fitted to the same table. */
const { dims, bins, table, points, cases } = JSON.parse(
  readFileSync(new URL('../fixtures/parity/rbig.json', import.meta.url), 'utf8'),
) as {
  readonly dims: number
  readonly bins: number
  readonly table: readonly number[]
  readonly points: readonly number[]
  readonly cases: readonly {
    readonly iterations: number
    readonly logDensity: readonly number[]
    /** |z| of each row, ascending: axes have neither signs nor an order. */
    readonly sizes: readonly number[]
  }[]
}

describe('RBIG to principal axes', () => {
  it.each(cases)('is NumPy’s after $iterations iterations', ({ iterations, logDensity, sizes }) => {
    const block = () => create(blockEntry('rbig')!, dims, { bins, rotation: 'pca' })
    const flow = flowOf(dims, Array.from({ length: iterations }, block))
    const theta = initialiseFromData(flow, fresh(flow, 1), Float64Array.from(table))
    const x = Float64Array.from(points)
    expectClose(logDensities(flow, theta, x), logDensity, 1e-6)
    const z = run(flow, theta, 'inverse', x).value
    const rows = Array.from({ length: z.length / dims }, (_, row) => z.slice(row * dims, (row + 1) * dims))
    const found = rows.flatMap((row) => [...row].map(Math.abs).sort((a, b) => a - b))
    expect(found).toHaveLength(sizes.length)
    expectClose(found, sizes, 1e-6)
  })
})
