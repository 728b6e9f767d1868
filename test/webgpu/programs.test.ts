import fc from 'fast-check'
import { vjpProgram } from '@shared/tensor/autodiff/transform'
import { Builder } from '@shared/tensor/ir/builder'
import type { Node, Program } from '@shared/tensor/ir/program'
import { afterAll, describe, expect, it } from 'vitest'
import { distance, evaluate, runOn } from '../tensor/support/run'
import { updateCases, updateProgram } from '../tensor/support/updateCases'
import { differences, distanceToReference, someInputs } from '../tensor/wasm/support/machine'
import { cook, recipes } from '../tensor/wasm/support/randomProgram'
import { backendFor, backendHere, found, kinds, where } from './support/device'
import { roughness, solver, solverInputs } from './support/programs'

/** Layers of a network, their gradients with respect to all weights, and to the rows. */
function layers(rows: number, widths: readonly number[]): Program {
  const b = new Builder()
  const x = b.rows('x', [rows, widths[0]])
  const weights = widths.slice(1).map((width, i) => b.input(`w${i}`, [widths[i], width]))
  const last = weights.reduce<Node>((h, w) => b.tanh(b.matmul(h, w)), x)
  return vjpProgram(b.program('layers', { loss: b.mean(b.square(last)) }), ['x', ...weights.map((_, i) => `w${i}`)])
}

/** x less a state, read again by rows after the state has moved on. */
function centred(rows: number): Program {
  const b = new Builder()
  const [x, state, weights] = [b.rows('x', [rows, 3]), b.input('state', [3]), b.input('w', [3, 64])]
  const h = b.sub(x, state)
  const level = b.mean(b.square(b.matmul(h, weights)))
  const next = b.add(state, level)
  return b.program('centred', { spread: b.sum(b.tanh(b.mul(h, level)), [0]) }, { state: next })
}

const odd = kinds.flatMap((kind) =>
  [
    { rows: 13, widths: [3, 65, 1] },
    { rows: 150, widths: [2, 64, 65, 3] },
    { rows: 1030, widths: [1, 7, 64, 2] },
  ].map((sizes) => ({ ...sizes, kind })),
)

describe.skipIf('reason' in found)(where('programs'), () => {
  afterAll(() => {
    backendHere().dispose()
  })

  it.each(kinds)(
    'have the values, gradients and updates of the reference as far as float32 lets them, as on %s',
    async (kind) => {
      await fc.assert(
        fc.asyncProperty(recipes, async (recipe) => {
          const program = cook(recipe)
          const executable = await backendFor(kind).prepare(program)
          const rough = roughness(program)
          for (const [name, worst] of Object.entries(await differences(program, executable, { runs: 2 })))
            expect(worst, name).toBeLessThan(1e-4 + 30 * rough[name])
          executable.dispose()
        }),
        { numRuns: 12, seed: 3 },
      )
    },
  )

  it.each(odd)(
    'have the products of the reference where sizes fill no block, as on $kind: $rows rows, $widths',
    async ({ kind, rows, widths }) => {
      const program = layers(rows, widths)
      const inputs = someInputs(program)
      const wanted = evaluate(program, inputs)
      const got = await runOn(backendFor(kind), program, inputs)
      for (const key of Object.keys(wanted)) expect(distance(got[key], wanted[key]), key).toBeLessThan(1e-4)
    },
  )

  it.each(kinds)('read a state as it was, however late, as on %s', async (kind) => {
    const program = centred(150)
    const executable = await backendFor(kind).prepare(program)
    expect(await distanceToReference(program, executable, { runs: 3 })).toBeLessThan(1e-4)
    executable.dispose()
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
