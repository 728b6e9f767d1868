import { vjpProgram } from '@shared/tensor/autodiff/transform'
import { afterAll, describe, expect, it } from 'vitest'
import { allCases, spread } from '../tensor/support/cases'
import { caseInputs, caseProgram, caseVariables, distance, evaluate, runOn } from '../tensor/support/run'
import { backendHere, found, where } from './support/device'

describe.skipIf('reason' in found)(where('ops'), () => {
  afterAll(() => {
    backendHere().dispose()
  })

  it.each(allCases)('gives the value and the gradient of the reference: $title', async ({ use }) => {
    const program = vjpProgram(caseProgram(use), caseVariables(use))
    const inputs = { ...caseInputs(use), c_y: spread(program.outputs[0].node.shape, -1, 1, 17).values }
    const got = await runOn(backendHere(), program, inputs)
    const expected = evaluate(program, inputs)
    for (const key of Object.keys(expected)) expect(distance(got[key], expected[key]), key).toBeLessThan(1e-4)
  })
})
