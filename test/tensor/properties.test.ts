import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { vjp } from '@shared/tensor/autodiff/vjp'
import { Builder } from '@shared/tensor/ir/builder'
import type { Node, Program } from '@shared/tensor/ir/program'
import { optimise, pipeline } from '@shared/tensor/passes/pipeline'
import type { Backend } from '@shared/tensor/runtime/backend'
import { spread } from './support/cases'
import { distance, evaluate } from './support/run'
import { tfjsBackend } from './support/tfjs'

const [ROWS, COLUMNS] = [3, 4]

/** Steps of a random program: each adds a [3, 4] value made of earlier ones. All are bounded, so that none overflows. */
const steps: readonly ((b: Builder, x: Node, y: Node, k: number) => Node)[] = [
  (b, x, y) => b.add(b.tanh(x), y),
  (b, x, y) => b.sub(x, b.sin(y)),
  (b, x, y) => b.mul(b.tanh(x), b.tanh(y)),
  (b, x, y) => b.div(x, b.add(1, b.square(y))),
  (b, x, y) => b.max(x, b.neg(y)),
  (b, x, y, k) => b.select(b.less(x, k - 2), y, b.mul(0.5, x)),
  (b, x, _, k) => b.take(x, [k % COLUMNS, 3, 0, k % COLUMNS]),
  (b, x, _, k) => b.put(b.slice(x, 0, 2), [k % COLUMNS, 3], COLUMNS),
  (b, x, y) => b.concat([b.slice(x, 0, 1), b.slice(y, 1, COLUMNS)], 1),
  (b, x, y) => b.add(b.mean(x, [0]), y),
  (b, x, y) => b.sub(y, b.reshape(b.maxReduce(x, [1]), [ROWS, 1])),
  (b, x) => b.mul(0.3, b.cumsum(x, 1)),
  (b, x, y) => b.mul(0.2, b.matmul(b.matmul(x, y, { transposeB: true }), x)),
  (b, x) => b.transpose(b.reshape(b.softplus(x), [COLUMNS, ROWS])),
  (b, x, y, k) => b.add(b.mul(x, b.fill(k, [ROWS, 1])), b.mul(b.neg(b.neg(y)), 1)),
  (b, x, _, k) => b.mul(x, b.exp(b.constant([0, -k, 0, -1], [COLUMNS]))),
]

const recipe = fc.array(fc.record({ step: fc.nat(steps.length - 1), from: fc.nat(), beside: fc.nat(), k: fc.nat(4) }), {
  minLength: 1,
  maxLength: 25,
})

/** A random expression of two inputs, its gradient, and an update. */
function cook(list: readonly { step: number; from: number; beside: number; k: number }[]): Program {
  const b = new Builder()
  const inputs = [b.input('p', [ROWS, COLUMNS]), b.input('q', [ROWS, COLUMNS])]
  const values: Node[] = [...inputs]
  for (const { step, from, beside, k } of list)
    values.push(steps[step](b, values[from % values.length], values[beside % values.length], k))
  const y = values[values.length - 1]
  const [dp, dq] = vjp(b, [y], [b.fill(1, y.shape)], inputs)
  return b.program('random', { y, dp }, { q: b.sub(inputs[1], b.mul(0.1, dq)) })
}

const bindings = { p: spread([ROWS, COLUMNS], -1.5, 1.5, 1).values, q: spread([ROWS, COLUMNS], -1.5, 1.5, 8).values }

describe('any program', () => {
  it('means the same after each pass and after all', () => {
    fc.assert(
      fc.property(recipe, (list) => {
        const program = cook(list)
        const plain = evaluate(program, bindings)
        for (const after of [...pipeline.map(({ run }) => run(program)), optimise(program)]) {
          const got = evaluate(after, bindings)
          for (const name of Object.keys(plain)) expect(distance(got[name], plain[name])).toBeLessThan(1e-12)
        }
      }),
      { numRuns: 150 },
    )
  })

  it('does not grow, and is left alone the second time', () => {
    fc.assert(
      fc.property(recipe, (list) => {
        const program = cook(list)
        const once = optimise(program)
        expect(once.nodes.length).toBeLessThanOrEqual(program.nodes.length)
        expect(optimise(once).nodes.length).toBeLessThanOrEqual(once.nodes.length)
      }),
      { numRuns: 100 },
    )
  })
})

describe('any program on tfjs', () => {
  let backend: Backend
  beforeAll(async () => {
    backend = await tfjsBackend('wasm')
  })

  it('gives what the interpreter gives', async () => {
    await fc.assert(
      fc.asyncProperty(recipe, async (list) => {
        const program = cook(list)
        const expected = evaluate(program, bindings)
        const executable = await backend.prepare(program)
        for (const [name, values] of Object.entries(bindings)) executable.write(name, values)
        await executable.run()
        const got = await Promise.all(Object.keys(expected).map((name) => executable.read(name)))
        executable.dispose()
        // a value within rounding of a branch may take the other side: only a gross difference is an error
        Object.keys(expected).forEach((name, i) => {
          expect(distance(got[i], expected[name])).toBeLessThan(1e-3)
        })
      }),
      { numRuns: 100, seed: 1 },
    )
  })
})
