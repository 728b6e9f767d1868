import { describe, expect, it } from 'vitest'
import { vjp } from '@shared/tensor/autodiff/vjp'
import { detectFeatures } from '@shared/tensor/backends/wasm/features'
import { lanesOf } from '@shared/tensor/backends/wasm/lanes'
import { lower } from '@shared/tensor/backends/wasm/lower/lower'
import { Builder } from '@shared/tensor/ir/builder'
import { loop } from '@shared/tensor/ir/loop'
import type { Node, Program } from '@shared/tensor/ir/program'
import { optimise } from '@shared/tensor/passes/pipeline'
import { compile, distanceToReference } from './support/machine'

interface Form {
  readonly rows: number
  readonly turns: number
  /** Rows rest once their first coordinate is beyond a limit. */
  readonly resting?: boolean
  readonly inner?: number
}

/**
 * x ← x + h·tanh(x W + b) V + h·force, with the gradient of a loss by all of them: weights used twice a turn, a sequence,
 * a stack, a total of rows' sums and a uniform factor made before the loop.
 */
function walk({ rows, turns, resting = false, inner }: Form): Program {
  const b = new Builder()
  const x = b.rows('x', [rows, 2])
  const [W, bias, V] = [b.input('W', [2, 24]), b.input('bias', [24]), b.input('V', [24, 2])]
  const step = b.input('step', [])
  const forces = b.transpose(b.broadcast(b.mul(b.reshape(x, [rows, 2, 1]), 0.1), [rows, 2, turns]), [2, 0, 1])
  const slope = (at: Node) => b.matmul(b.tanh(b.add(b.matmul(at, W), bias)), V)
  const { carries, stacked, totals } = loop(
    b,
    { length: turns },
    { carries: [x, b.fill(0, [rows])], sequences: [forces] },
    ({ carries: [at, length], sequences: [force] }) => {
      const first = inner
        ? loop(b, { length: inner }, { carries: [at] }, ({ carries: [y] }) => ({ carries: [b.add(y, b.mul(slope(y), 0.1))] })).carries[0] // prettier-ignore
        : slope(at)
      const second = slope(b.add(at, b.mul(first, b.mul(step, 0.5))))
      const idle = b.less(0.4, b.take(b.stopGradient(at), [0]))
      const moving = resting ? b.select(idle, 0, b.exp(step)) : b.exp(step)
      const move = b.mul(b.add(second, force), b.mul(moving, 0.05))
      const next = b.add(at, move)
      return {
        carries: [next, b.add(length, b.sum(b.square(move), [-1]))],
        stacked: [b.mul(next, 2)],
        totals: [b.sum(move, [0])],
        ...(resting && { idle: b.reshape(idle, [rows]) }),
      }
    },
  )
  const last = b.reshape(b.slice(stacked[0], turns - 1, turns, 0), [rows, 2])
  const parts = [b.sum(b.square(carries[0])), b.sum(carries[1]), b.sum(b.sin(totals[0])), b.mean(b.mul(last, x))]
  const loss = parts.reduce((sum, part) => b.add(sum, part))
  const [dx, dW, dBias, dV, dStep] = vjp(b, [loss], [b.scalar(1)], [x, W, bias, V, step])
  return b.program('walk', { loss, end: carries[0], dx, dW, dBias, dV, dStep })
}

const forms: readonly (readonly [string, Form])[] = [
  ['one tile', { rows: 32, turns: 5 }],
  ['tiles, the last in part', { rows: 150, turns: 4 }],
  ['rows that come to rest', { rows: 150, turns: 12, resting: true }],
  ['one turn', { rows: 40, turns: 1 }],
  ['loops in loops', { rows: 70, turns: 3, inner: 4 }],
]

describe('loops over rows', () => {
  it.each(forms)('give the values and gradients of the reference: %s', async (_, form) => {
    const program = walk(form)
    for (const [precision, tolerance] of [
      ['float64', 1e-10],
      ['float32', 2e-4],
    ] as const) {
      // prettier-ignore
      const executable = await compile(program, { precision, tileVectors: 4 })
      expect(await distanceToReference(program, executable, { runs: 2 }), precision).toBeLessThan(tolerance)
    }
  })

  it.each(forms)('have code that does not grow with the turns: %s', (_, form) => {
    const size = (turns: number) =>
      lower(optimise(walk({ ...form, turns })), {
        lanes: lanesOf('float32', detectFeatures().fused),
        threads: 1,
        tile: 64,
        turns: 1,
        shared: false,
      }).bytes.length
    expect(size(40)).toBeLessThan(1.2 * size(10)) // what lays out a sequence of so many entries grows
  })
})
