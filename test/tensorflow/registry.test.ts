import { invert } from '@shared/flow/invert'
import { interpret } from '@shared/tensor/runtime/interpreter/interpret'
import { describe, expect, it } from 'vitest'
import { create, moved, plainCases } from '../flow/support/blocks'
import { relativeError } from '../flow/support/compare'
import { densityInputs, densityProgram, stackOf } from '../flow/support/density'
import { backendHere, sessionsIn } from './here'
import { findTensorflow } from './support'

const rows = 16

/** XLA takes a second and more for a program: fewer D. */
const manners = [
  { manner: 'graph', dims: [1, 2, 3, 5, 8] },
  { manner: 'xla', dims: [3] },
] as const

/**
 * Where steps are chosen by their error, as exactly as by default: nearer to rounding, the derivative's turns, which take
 * the steps again, may round to another choice.
 */
const cases = plainCases.map((use) => {
  if (!use.entry.settings.some(({ key }) => key === 'solver')) return use
  const usual = (dims: number) => create(use.entry, dims, { tolerance: 1e-5 })
  return { ...use, create: (dims: number) => (use.name.endsWith('inverted') ? invert(usual(dims)) : usual(dims)) }
})

const tensorflow = await findTensorflow()

if (typeof tensorflow === 'string') it.skip(`libtensorflow is not here: ${tensorflow}`, () => undefined)
else {
  const sessions = sessionsIn(tensorflow.module)

  describe.each(manners)('the registry as graphs of TensorFlow ($manner)', ({ manner, dims: all }) => {
    it.each(cases)('gives the densities, images and gradients of the reference: $name', async (use) => {
      const backend = backendHere(sessions, manner)
      for (const dims of all) {
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
      expect(backend.fallbacks).toEqual([])
    })
  })
}
