import { invert } from '@shared/flow/invert'
import type { Backend } from '@shared/tensor/runtime/backend'
import { interpret } from '@shared/tensor/runtime/interpreter/interpret'
import { expect, it } from 'vitest'
import { create, moved, plainCases } from './blocks'
import { relativeError } from './compare'
import { densityInputs, densityProgram, stackOf } from './density'

const rows = 16

/** Kernels that are called one by one have no loops: where a solver chooses its steps, few fixed ones take their place. */
const cases = plainCases.map((use) => {
  if (!use.entry.settings.some(({ key }) => key === 'solver')) return use
  const few = (dims: number) => create(use.entry, dims, { solver: 'rk4', steps: 3 })
  return { ...use, create: (dims: number) => (use.name.endsWith('inverted') ? invert(few(dims)) : few(dims)) }
})

/** Holds every block on this backend of TensorFlow.js to the interpreter. */
export function testReplayedFlows(start: () => Promise<Backend>): void {
  it.each(cases)('gives the densities, images and gradients of the reference: $name', async (use) => {
    const backend = await start()
    for (const dims of [1, 2, 3, 5, 8]) {
      const flow = stackOf(use, dims)
      const program = densityProgram(flow, rows)
      const given = densityInputs(use, moved(flow, 1, 0.2), rows, dims)
      const expected = interpret(program, given)
      const executable = await backend.prepare(program)
      for (const [input, values] of given) executable.write(input, values)
      await executable.run()
      for (const [output, values] of expected)
        expect(relativeError(await executable.read(output), values), `${output}, D = ${dims}`).toBeLessThan(1e-4)
      executable.dispose()
    }
  })
}
