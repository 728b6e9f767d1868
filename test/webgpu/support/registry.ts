import { it } from 'vitest'
import { isSolved, plainCases } from '../../flow/support/blocks'
import { holdToReference } from '../../flow/support/held'
import { backendHere } from './device'

/** The interpreter takes long over more rows of a solver. */
const MOST_SOLVED = 19

/** Every block of the registry in so many dimensions, on so many rows. */
export function testRegistry(dims: number, most: number): void {
  const cases = plainCases.filter((use) => use.dims.includes(dims) && dims <= (use.entry.mostDims ?? dims))

  it.each(cases)(`have the densities, images and gradients of the reference, D = ${dims}: $name`, async (use) => {
    const rows = isSolved(use.entry) ? Math.min(most, MOST_SOLVED) : most
    await holdToReference(backendHere(), use, { dims, rows, by: 0.2 })
  })
}
