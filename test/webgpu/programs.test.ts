import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { distance, evaluate, runOn } from '../tensor/support/run'
import { updateCases, updateProgram } from '../tensor/support/updateCases'
import { differences, distanceToReference } from '../tensor/wasm/support/machine'
import { cook, recipes } from '../tensor/wasm/support/randomProgram'
import { backendHere, found, where } from './support/device'
import { roughness, solver, solverInputs } from './support/programs'

describe.skipIf('reason' in found)(where('programs'), () => {
  afterAll(() => {
    backendHere().dispose()
  })

  it('have the values, gradients and updates of the reference as far as float32 lets them', async () => {
    await fc.assert(
      fc.asyncProperty(recipes, async (recipe) => {
        const program = cook(recipe)
        const executable = await backendHere().prepare(program)
        const rough = roughness(program)
        for (const [name, worst] of Object.entries(await differences(program, executable, { runs: 2 })))
          expect(worst, name).toBeLessThan(1e-4 + 30 * rough[name])
        executable.dispose()
      }),
      { numRuns: 12, seed: 3 },
    )
  })

  it.each(updateCases)('update their inputs as the reference does: %s', async (_, write) => {
    const program = updateProgram(write)
    const executable = await backendHere().prepare(program)
    expect(await distanceToReference(program, executable, { runs: 3 })).toBeLessThan(1e-5)
    executable.dispose()
  })

  it.each([1, 7, 150])(
    'take the turns of a loop over %s rows, and leave out those in which all are idle',
    async (rows) => {
      const program = solver(rows)
      const inputs = solverInputs(rows)
      const [got, wanted] = [await runOn(backendHere(), program, inputs), evaluate(program, inputs)]
      for (const key of Object.keys(wanted)) expect(distance(got[key], wanted[key]), key).toBeLessThan(1e-4)
    },
  )
})
