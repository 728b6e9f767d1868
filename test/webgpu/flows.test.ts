import { interpret } from '@shared/tensor/runtime/interpreter/interpret'
import { afterAll, describe, expect, it } from 'vitest'
import { isSolved, moved, plainCases } from '../flow/support/blocks'
import { relativeError } from '../flow/support/compare'
import { densityInputs, densityProgram, stackOf } from '../flow/support/density'
import { backendHere, found, isSoftware, where } from './support/device'

/** Programs of more nodes take a driver in software minutes to compile: they are tried in the plane alone. */
const LARGE = 1000

/** Blocks whose roots' bodies a driver in software does not get done with compiling: they were tried on no device yet. */
const untried = /^dense-neural-autoregressive/
const cases = plainCases.filter(({ name }) => !(isSoftware && untried.test(name)))

// rows that fill no tile, and so many that there are several
const shapes = [
  [2, 75],
  [5, 13],
] as const

describe.skipIf('reason' in found)(where('flows'), () => {
  afterAll(() => {
    backendHere().dispose()
  })

  it.each(cases)('have the densities, images and gradients of the reference: $name', async (use) => {
    for (const [dims, most] of shapes) {
      if (dims > (use.entry.mostDims ?? dims) || !use.dims.includes(dims)) continue
      const rows = isSolved(use.entry) ? Math.min(most, 19) : most
      const flow = stackOf(use, dims)
      const program = densityProgram(flow, rows)
      if (dims > 2 && program.nodes.length > LARGE) continue
      const given = densityInputs(use, moved(flow, 1, 0.1), rows, dims)
      const expected = interpret(program, given)
      const executable = await backendHere().prepare(program)
      for (const [input, values] of given) if (values.length > 0) executable.write(input, values)
      await executable.run()
      for (const [output, values] of expected)
        expect(relativeError(await executable.read(output), values), `${output}, D = ${dims}`).toBeLessThan(1e-4)
      executable.dispose()
    }
  })
})
