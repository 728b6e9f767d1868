import { interpret } from '@shared/tensor/runtime/interpreter/interpret'
import { expect, it } from 'vitest'
import { isSolved, moved, plainCases } from '../../flow/support/blocks'
import { relativeError } from '../../flow/support/compare'
import { densityInputs, densityProgram, stackOf } from '../../flow/support/density'
import { backendHere } from './device'

/** The interpreter takes long over more rows of a solver. */
const MOST_SOLVED = 19

/** Gradients of a mean are small: their errors are taken of the largest entry, unless that is smaller than this. */
const LEAST_SCALE = 1e-2

const scaleOf = (output: string, values: ArrayLike<number>): number =>
  output.startsWith('d') ? Math.min(1, Math.max(LEAST_SCALE, ...Array.from(values, Math.abs))) : 1

/** Every block of the registry in so many dimensions, on so many rows. */
export function testRegistry(dims: number, most: number): void {
  const cases = plainCases.filter((use) => use.dims.includes(dims) && dims <= (use.entry.mostDims ?? dims))

  it.each(cases)(`have the densities, images and gradients of the reference, D = ${dims}: $name`, async (use) => {
    const rows = isSolved(use.entry) ? Math.min(most, MOST_SOLVED) : most
    const flow = stackOf(use, dims)
    const program = densityProgram(flow, rows)
    const given = densityInputs(use, moved(flow, 1, 0.2), rows, dims)
    const executable = await backendHere().prepare(program)
    for (const [input, values] of given) if (values.length > 0) executable.write(input, values)
    await executable.run()
    for (const [output, values] of interpret(program, given)) {
      const scale = scaleOf(output, values)
      const [got, wanted] = [await executable.read(output), values].map((all) => Array.from(all, (x) => x / scale))
      expect(relativeError(got, wanted), output).toBeLessThan(1e-4)
    }
    executable.dispose()
  })
}
