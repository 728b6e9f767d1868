import { solveIncreasing } from '@shared/flow/solve/increasing'
import { Builder } from '@shared/tensor/ir/builder'
import type { Node } from '@shared/tensor/ir/program'
import { gradient } from '@shared/tensor/autodiff/vjp'
import { interpret } from '@shared/tensor/runtime/interpreter/interpret'
import { describe, it } from 'vitest'
import { expectClose } from './support/compare'

/** x + 5 tanh(3x) = p, flat in the middle of steep, by 16 steps; and dx/dp. */
function solve(p: readonly number[]): ReadonlyMap<string, ArrayLike<number>> {
  const b = new Builder()
  const target = b.input('p', [p.length])
  const f = (x: Node) => {
    const t = b.tanh(b.mul(3, x))
    return {
      value: b.sub(b.add(x, b.mul(5, t)), target),
      slope: b.add(1, b.mul(15, b.sub(1, b.square(t)))),
    }
  }
  const bracket = { lower: b.sub(target, 5), upper: b.add(target, 5) }
  const x = solveIncreasing(b, f, bracket, 16)
  const [dx] = gradient(b, b.sum(x), [target])
  return interpret(b.program('solve', { x, dx }), new Map([['p', Float64Array.from(p)]]))
}

describe('solveIncreasing', () => {
  const points = [-40, -5.2, -4, -1, 0, 1e-9, 0.3, 2, 4.9, 6, 100]

  it('finds the root', () => {
    const x = Array.from(solve(points).get('x')!)
    expectClose(
      x.map((value) => value + 5 * Math.tanh(3 * value)),
      points,
      1e-12,
    )
  })

  it('carries the implicit gradient', () => {
    const found = solve(points)
    const expected = Array.from(found.get('x')!, (x) => 1 / (1 + 15 / Math.cosh(3 * x) ** 2))
    expectClose(found.get('dx')!, expected, 1e-9)
  })
})
