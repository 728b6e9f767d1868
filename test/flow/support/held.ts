import type { Backend } from '@shared/tensor/runtime/backend'
import { interpret } from '@shared/tensor/runtime/interpreter/interpret'
import { expect } from 'vitest'
import { moved, type BlockCase } from './blocks'
import { relativeError } from './compare'
import { densityInputs, densityProgram, stackOf } from './density'

export interface Held {
  readonly dims: number
  readonly rows: number
  /** How far parameters are from where they start. */
  readonly by?: number
  readonly tolerance?: number
}

/** Gradients of a mean are small: their errors are taken of the largest entry, unless that is smaller than this. */
const LEAST_SCALE = 1e-2

const scaleOf = (output: string, values: ArrayLike<number>): number =>
  output.startsWith('d') ? Math.min(1, Math.max(LEAST_SCALE, ...Array.from(values, Math.abs))) : 1

/** Holds a block on a backend to the interpreter: densities, images, and gradients by parameters and rows. */
export async function holdToReference(
  backend: Backend,
  use: BlockCase,
  { dims, rows, by = 0.1, tolerance = 1e-4 }: Held,
): Promise<void> {
  const flow = stackOf(use, dims)
  const program = densityProgram(flow, rows)
  const given = densityInputs(use, moved(flow, 1, by), rows, dims)
  const executable = await backend.prepare(program)
  for (const [input, values] of given) if (values.length > 0) executable.write(input, values)
  await executable.run()
  for (const [output, values] of interpret(program, given)) {
    const scale = scaleOf(output, values)
    const [got, wanted] = [await executable.read(output), values].map((all) => Array.from(all, (x) => x / scale))
    expect(relativeError(got, wanted), `${output}, D = ${dims}`).toBeLessThan(tolerance)
  }
  executable.dispose()
}
