import { vjpProgram } from '@shared/tensor/autodiff/transform'
import type { Backend } from '@shared/tensor/runtime/backend'
import { expect, it } from 'vitest'
import { allCases, spread } from './cases'
import { caseInputs, caseProgram, caseVariables, evaluate, distance, runOn } from './run'

/** Holds every op on a backend of TensorFlow.js to the interpreter; `held` counts the values that tfjs holds. */
export function testReplayedOps(backend: () => Backend, held: () => number): void {
  it.each(allCases)('gives the value and the gradient of the reference: $title', async ({ use }) => {
    const program = vjpProgram(caseProgram(use), caseVariables(use))
    const inputs = { ...caseInputs(use), c_y: spread(program.outputs[0].node.shape, -1, 1, 17).values }
    const before = held()
    const got = await runOn(backend(), program, inputs)
    const expected = evaluate(program, inputs)
    for (const key of Object.keys(expected)) expect(distance(got[key], expected[key])).toBeLessThan(1e-5)
    expect(held()).toBe(before)
  })
}
