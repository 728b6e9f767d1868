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
] as const
/** More columns than units of a kernel. To compile for them takes as long as for all other shapes together. */
const wide = [43, 11] as const

/** Where a solver takes the interpreter long, fewer rows: each is solved for itself. */
const rowsFor = (entry: BlockEntry, rows: number): number => (isSolved(entry) ? Math.min(rows, 19) : rows)

const shapesOf = ({ entry, dims: tried }: BlockCase, all: readonly (readonly [number, number])[]) =>
  all
    .filter(([dims]) => dims <= (entry.mostDims ?? dims) && (tried.length > 1 || tried.includes(dims)))
    .map(([dims, rows]) => [dims, rowsFor(entry, rows)] as const)

const isInverted = ({ name }: BlockCase): boolean => name.endsWith(', inverted')

/** Which of a block and its inverse has wide rows in this precision; the other has them in `*.heavy.test.ts`. */
const hasWide = (use: BlockCase, precision: Precision): boolean => isInverted(use) === (precision === 'float64')

/** Holds every block, compiled in this precision, to the interpreter. One file for each, so that two cores share the work. */
export function testCompiledFlows(precision: Precision): void {
  const cases = [
    ...plainCases.map((use) => {
      const all = hasWide(use, precision) ? [...shapes, wide] : shapes
      return { ...use, shapes: shapesOf(use, all) }
    }),
    ...variedCases.slice(plainCases.length).map((use) => ({ ...use, shapes: [[2, rowsFor(use.entry, 75)]] as const })),
  ]
  testShapes(precision, cases)
}

/** Holds the blocks to the interpreter that have wide rows in the other precision alone. */
export function testOtherWideFlows(precision: Precision): void {
  const others = plainCases.filter((use) => !hasWide(use, precision))
  testShapes(
    precision,
    others.map((use) => ({ ...use, shapes: shapesOf(use, [wide]) })).filter(({ shapes: some }) => some.length > 0),
  )
}

type Precision = 'float32' | 'float64'
type ShapedCase = BlockCase & { readonly shapes: readonly (readonly [dims: number, rows: number])[] }

function testShapes(precision: Precision, cases: readonly ShapedCase[]): void {
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
