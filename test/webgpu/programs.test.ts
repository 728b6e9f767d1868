import fc from 'fast-check'
import { vjpProgram } from '@shared/tensor/autodiff/transform'
import { Builder } from '@shared/tensor/ir/builder'
import { loop } from '@shared/tensor/ir/loop'
import type { Node, Program } from '@shared/tensor/ir/program'
import { interpret } from '@shared/tensor/runtime/interpreter/interpret'
import { afterAll, describe, expect, it } from 'vitest'
import { spread } from '../tensor/support/cases'
import { distance, evaluate, runOn } from '../tensor/support/run'
import { updateCases, updateProgram } from '../tensor/support/updateCases'
import { differences, distanceToReference, someInputs } from '../tensor/wasm/support/machine'
import { cook, recipes } from '../tensor/wasm/support/randomProgram'
import { backendFor, backendHere, found, kinds, where } from './support/device'

/** By how much each result changes when every operation is rounded to float32, in plain order. */
function roughness(program: Program): Readonly<Record<string, number>> {
  const inputs = new Map(Object.entries(someInputs(program)))
  const rounded = interpret(program, inputs, Float32Array)
  return Object.fromEntries([...interpret(program, inputs)].map(([name, y]) => [name, distance(rounded.get(name)!, y)]))
}

/** A solver's loop over rows with all kinds of results, whose turns some tiles leave out, and its gradient's sums. */
function solver(rows: number): Program {
  const b = new Builder()
  const [x, forces, weights] = [b.rows('x', [rows, 3]), b.input('forces', [4, 3]), b.input('w', [3, 3])]
  const given = b.transpose(b.broadcast(forces, [rows, 4, 3]), [1, 0, 2])
  const sequence = b.mul(given, b.broadcast(b.reshape(b.sum(x, [1]), [1, rows, 1]), [4, rows, 3]))
  const { carries, stacked, totals } = loop(
    b,
    { length: 4, reverse: true },
    { carries: [x, b.mul(x, 0)], sequences: [sequence] },
    ({ carries: [z, turns], sequences: [force] }) => {
      const idle = b.less(b.sum(z, [1]), 0)
      const next = b.add(b.tanh(b.matmul(z, weights)), b.mul(0.1, force))
      const holds = b.broadcast(b.reshape(idle, [rows, 1]), [rows, 3])
      const step = b.select(holds, 0, next)
      return {
        carries: [b.select(holds, z, next), b.add(turns, b.select(holds, 0, 1))],
        stacked: [b.square(step)],
        totals: [b.sum(step, [0]), b.matmul(z, step, { transposeA: true })],
        idle,
      }
    },
  )
  const sum = b.add(b.sum(b.mul(stacked[0], 0.5)), b.sum(totals[1]))
  return b.program('solver', { z: carries[0], turns: carries[1], total: totals[0], sum })
}

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
    const executable = await backendFor('gpu').prepare(program)
    expect(await distanceToReference(program, executable, { runs: 3 })).toBeLessThan(1e-5)
    executable.dispose()
  })

  it.each(kinds.flatMap((kind) => [1, 7, 150].map((rows) => ({ kind, rows }))))(
    'take the turns of a loop over $rows rows, and leave out those in which all are idle, as on $kind',
    async ({ kind, rows }) => {
      const program = solver(rows)
      const inputs = {
        x: spread([rows, 3], -0.6, 0.6).values,
        forces: spread([4, 3], -1, 1, 3).values,
        w: spread([3, 3], -1, 1, 7).values,
      }
      const [got, wanted] = [await runOn(backendFor(kind), program, inputs), evaluate(program, inputs)]
      for (const key of Object.keys(wanted)) expect(distance(got[key], wanted[key]), key).toBeLessThan(1e-4)
    },
  )
})
