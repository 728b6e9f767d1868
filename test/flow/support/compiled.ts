import { createWasmBackend } from '@shared/tensor/backends/wasm'
import { detectFeatures } from '@shared/tensor/backends/wasm/features'
import { describe, it } from 'vitest'
import type { BlockEntry } from '@shared/catalogue/types'
import { isSolved, plainCases, variedCases, type BlockCase } from './blocks'
import { holdToReference } from './held'

// Batches of one row, of less than a tile, and of several tiles with a rest that fills no vector.
const shapes = [
  [1, 149],
  [2, 75],
  [3, 7],
  [5, 1],
  [8, 37],
  [43, 11],
] as const

/** Where a solver takes the interpreter long, fewer rows: each is solved for itself. */
const rowsFor = (entry: BlockEntry, rows: number): number => (isSolved(entry) ? Math.min(rows, 19) : rows)

const shapesOf = ({ entry, dims: tried }: BlockCase) =>
  shapes
    .filter(([dims]) => dims <= (entry.mostDims ?? dims) && (tried.length > 1 || tried.includes(dims)))
    .map(([dims, rows]) => [dims, rowsFor(entry, rows)] as const)

const cases = [
  ...plainCases.map((use) => ({ ...use, shapes: shapesOf(use) })),
  ...variedCases.slice(plainCases.length).map((use) => ({ ...use, shapes: [[2, rowsFor(use.entry, 75)]] as const })),
]

/** Holds every block, compiled in this precision, to the interpreter. One file for each, so that two cores share the work. */
export function testCompiledFlows(precision: 'float32' | 'float64'): void {
  const backend = createWasmBackend({
    precision,
    features: detectFeatures(),
    pool: null,
    threads: 1,
    memoryLimit: 2 ** 30,
    now: () => 0,
  })

  const tolerance = precision === 'float32' ? 1e-4 : 1e-9

  describe(`flows compiled in ${precision}`, () => {
    it.each(cases)('have the densities, images and gradients of the reference: $name', async ({ shapes, ...use }) => {
      for (const [dims, rows] of shapes) await holdToReference(backend, use, { dims, rows, tolerance })
    })
  })
}
