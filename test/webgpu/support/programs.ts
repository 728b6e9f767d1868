import { Builder } from '@shared/tensor/ir/builder'
import { loop } from '@shared/tensor/ir/loop'
import type { Program } from '@shared/tensor/ir/program'
import { interpret } from '@shared/tensor/runtime/interpreter/interpret'
import { spread } from '../../tensor/support/cases'
import { distance, type Bindings } from '../../tensor/support/run'
import { someInputs } from '../../tensor/wasm/support/machine'

/** By how much each result changes when every operation is rounded to float32, in plain order. */
export function roughness(program: Program): Readonly<Record<string, number>> {
  const inputs = new Map(Object.entries(someInputs(program)))
  const rounded = interpret(program, inputs, Float32Array)
  return Object.fromEntries([...interpret(program, inputs)].map(([name, y]) => [name, distance(rounded.get(name)!, y)]))
}

/** A solver's loop over rows with all kinds of results, whose turns some tiles leave out, and its gradient's sums. */
export function solver(rows: number): Program {
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

export const solverInputs = (rows: number): Bindings => ({
  x: spread([rows, 3], -0.6, 0.6).values,
  forces: spread([4, 3], -1, 1, 3).values,
  w: spread([3, 3], -1, 1, 7).values,
})
