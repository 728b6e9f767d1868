import { vjpProgram } from '@shared/tensor/autodiff/transform'
import { afterAll, describe, expect, it } from 'vitest'
import { allCases, spread } from '../tensor/support/cases'
import { caseInputs, caseProgram, caseVariables, distance, evaluate, runOn } from '../tensor/support/run'
import { backendFor, backendHere, found, kinds, where } from './support/device'

describe.skipIf('reason' in found)(where('ops'), () => {
  afterAll(() => {
    backendHere().dispose()
  })

  const each = kinds.flatMap((kind) => allCases.map((one) => ({ ...one, kind })))
  it.each(each)('gives the value and the gradient of the reference, as on $kind: $title', async ({ use, kind }) => {
    const program = vjpProgram(caseProgram(use), caseVariables(use))
    const inputs = { ...caseInputs(use), c_y: spread(program.outputs[0].node.shape, -1, 1, 17).values }
    const got = await runOn(backendFor(kind), program, inputs)
    const expected = evaluate(program, inputs)
    for (const key of Object.keys(expected)) expect(distance(got[key], expected[key]), key).toBeLessThan(1e-4)
  })
})
