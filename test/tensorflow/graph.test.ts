import { vjpProgram } from '@shared/tensor/autodiff/transform'
import { Builder } from '@shared/tensor/ir/builder'
import { loop } from '@shared/tensor/ir/loop'
import type { Program } from '@shared/tensor/ir/program'
import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { describe, expect, it } from 'vitest'
import { allCases, spread } from '../tensor/support/cases'
import { caseInputs, caseProgram, caseVariables, distance, evaluate, runOn } from '../tensor/support/run'
import { backendHere, sessionsIn } from './here'
import { findTensorflow } from './support'

/** What the binding holds. */
interface Counts {
  getNumOfSavedModels(): number
  getNumOfTensors(): number
}

const manners = [
  { manner: 'graph', precision: 'float32', tolerance: 1e-5 },
  { manner: 'xla', precision: 'float32', tolerance: 1e-5 },
  { manner: 'graph', precision: 'float64', tolerance: 1e-12 },
] as const

/** x ← x + step, y = x², with an input that nothing needs. */
function walk(): Program {
  const b = new Builder()
  const x = b.input('x', [3])
  b.input('spare', [2])
  return b.program('walk', { y: b.square(x) }, { x: b.add(x, b.input('step', [])) })
}

/** s ← s + Σ rows; what the rows are each turn, doubled; the sum. */
function summing(): Program {
  const b = new Builder()
  const [state, rows] = [b.input('state', []), b.rows('rows', [4, 2])]
  const sum = b.sum(rows)
  return b.program('summing', { sum, pair: b.sum(rows, [0]), doubled: b.mul(rows, 2) }, { state: b.add(state, sum) })
}

const tensorflow = await findTensorflow()

if (typeof tensorflow === 'string') it.skip(`libtensorflow is not here: ${tensorflow}`, () => undefined)
else {
  const sessions = sessionsIn(tensorflow.module)

  describe.each(manners)(
    'a program as a graph of TensorFlow ($manner, $precision)',
    ({ manner, precision, tolerance }) => {
      const start = () => backendHere(sessions, manner, precision)

      it.each(allCases)('gives the value and the gradient of the reference: $title', async ({ use }) => {
        const backend = start()
        const program = vjpProgram(caseProgram(use), caseVariables(use))
        const inputs = { ...caseInputs(use), c_y: spread(program.outputs[0].node.shape, -1, 1, 17).values }
        const got = await runOn(backend, program, inputs)
        const expected = evaluate(program, inputs)
        for (const key of Object.keys(expected)) expect(distance(got[key], expected[key])).toBeLessThan(tolerance)
        expect(backend.fallbacks).toEqual([])
      })

      it('lets NaN through max, min, the largest and sign, as the reference does', async () => {
        const b = new Builder()
        const x = b.input('x', [3])
        const outputs = {
          max: b.max(x, 0),
          right: b.max(0, x),
          min: b.min(x, 0),
          largest: b.maxReduce(b.broadcast(x, [2, 3]), [1]),
          sign: b.sign(x),
        }
        const got = await runOn(start(), b.program('rectified', outputs), { x: [NaN, -1, 2] })
        expect([...got.max]).toEqual([NaN, 0, 2])
        expect([...got.right]).toEqual([NaN, 0, 2])
        expect([...got.min]).toEqual([NaN, -1, 0])
        expect([...got.largest]).toEqual([NaN, NaN])
        expect([...got.sign]).toEqual([NaN, -1, 1])
      })

      it('lets nothing of the unused side of a select through', async () => {
        const b = new Builder()
        const x = b.input('x', [3])
        const y = b.select(b.less(0, x), b.log(x), b.div(1, x))
        expect([...(await runOn(start(), b.program('sides', { y }), { x: [1, -2, 0] })).y]).toEqual([0, -0.5, Infinity])
      })

      it('keeps small values of log1p and expm1 to their relative precision', async () => {
        const b = new Builder()
        const given = b.input('x', [4])
        const program = b.program('small', { log: b.log1p(given), exp: b.expm1(given) })
        const x = [1e-6, -1e-6, 3e-5, 1e-3]
        const got = await runOn(start(), program, { x })
        x.forEach((value, i) => {
          expect(got.log[i] / Math.log1p(value)).toBeCloseTo(1, 5)
          expect(got.exp[i] / Math.expm1(value)).toBeCloseTo(1, 5)
        })
      })

      it('answers NaN for the root of what cannot be computed', async () => {
        const b = new Builder()
        const y = b.root((inner, x, [p]) => inner.sub(x, p), { lower: b.scalar(-1), upper: b.scalar(1) }, [
          b.input('p', [2]),
        ])
        expect([...(await runOn(start(), b.program('root', { y }), { p: [NaN, 0.25] })).y]).toEqual([NaN, 0.25])
      })

      it('does not fail where a zero is on the diagonal', async () => {
        const b = new Builder()
        const y = b.triangularSolve(b.input('a', [2, 2]), b.input('b', [2, 1]))
        const got = await runOn(start(), b.program('singular', { y }), { a: [2, 0, 1, 0], b: [4, 1] })
        expect(Number.isFinite(got.y[1])).toBe(false)
      })

      it('does not fail where an index is not a number', async () => {
        const b = new Builder()
        const [x, index] = [b.input('x', [2, 2]), b.input('index', [2])]
        const program = b.program('lookup', { y: b.gather(x, index), z: b.scatter(index, index, 2) })
        const got = await runOn(start(), program, { x: [1, 2, 3, 4], index: [NaN, 1] })
        expect(got.y[1]).toBe(4)
        expect([...got.z].slice(2)).toEqual([0, 1])
      })

      it('ends a loop when all rows are idle', async () => {
        const b = new Builder()
        const { carries, stacked } = loop(
          b,
          { length: 6, reverse: true },
          { carries: [b.input('x', [2])] },
          ({ carries: [x] }) => {
            const idle = b.less(x, 1)
            return { carries: [b.select(idle, x, b.mul(x, 0.5))], stacked: [x], idle }
          },
        )
        const program = b.program('halving', { end: carries[0], found: stacked[0] })
        const inputs = { x: [3, 0.5] }
        const [got, expected] = [await runOn(start(), program, inputs), evaluate(program, inputs)]
        expect([...got.end]).toEqual([...expected.end])
      })

      it('carries updated inputs from run to run, and reads them back', async () => {
        const executable = await start().prepare(walk())
        executable.write('x', [1, 2, 3])
        executable.write('step', [10])
        expect([...(await executable.read('x'))]).toEqual([1, 2, 3])
        await executable.run()
        await executable.run()
        expect([...(await executable.read('y'))]).toEqual([121, 144, 169])
        expect([...(await executable.read('x'))]).toEqual([21, 22, 23])
        executable.write('x', [0, 0, 0])
        expect([...(await executable.read('x'))]).toEqual([0, 0, 0])
        await executable.run()
        expect([...(await executable.read('x'))]).toEqual([10, 10, 10])
        executable.dispose()
      })

      it('starts with zeros, whatever preparing has run', async () => {
        const executable = await start().prepare(walk())
        executable.write('step', [1])
        await executable.run()
        expect([...(await executable.read('x'))]).toEqual([1, 1, 1])
        executable.dispose()
      })

      it('keeps what it was given, whatever becomes of the array', async () => {
        const executable = await start().prepare(walk())
        const x = Float32Array.of(1, 2, 3)
        executable.write('x', x)
        x.fill(5)
        await executable.run()
        expect([...(await executable.read('y'))]).toEqual([1, 4, 9])
        executable.dispose()
      })

      it('gives inputs and constants as results', async () => {
        const b = new Builder()
        const [x, y] = [b.input('x', [2]), b.input('y', [2])]
        const program = b.program('swap', { same: x, twice: x, fixed: b.constant([1, 2], [2]) }, { x: y, y: x })
        const executable = await start().prepare(program)
        executable.write('x', [1, 2])
        executable.write('y', [3, 4])
        await executable.run()
        await executable.run()
        const results = await Promise.all(['same', 'twice', 'fixed', 'x', 'y'].map((key) => executable.read(key)))
        expect(results.map((values) => [...values])).toEqual([[3, 4], [3, 4], [1, 2], [1, 2], [3, 4]]) // prettier-ignore
        executable.dispose()
      })

      it('takes several turns in one run, each with rows of its own', async () => {
        const executable = await start().prepare(summing(), { turns: 3 })
        expect(executable.turns).toBe(3)
        const rows = (from: number, turns: number) => Array.from({ length: 8 * turns }, (_, i) => from + i)
        const sums = (values: readonly number[]) =>
          [0, 1, 2].map((t) => values.slice(8 * t, 8 * t + 8).reduce((a, b) => a + b, 0))
        executable.write('state', [100])
        executable.write('rows', rows(0, 3))
        await executable.run({ turns: 3 })
        const whole = sums(rows(0, 3))
        expect([...(await executable.read('sum'))]).toEqual(whole)
        expect([...(await executable.read('pair'))]).toHaveLength(6)
        expect([...(await executable.read('state'))]).toEqual([100 + whole[0] + whole[1] + whole[2]])
        expect([...(await executable.read('doubled'))]).toEqual(rows(16, 1).map((value) => 2 * value))

        executable.write('rows', rows(1, 2))
        executable.begin!({ turns: 2 })
        await executable.finish!()
        expect([...(await executable.read('sum'))]).toEqual(sums(rows(1, 2)).slice(0, 2))
        expect(() => {
          executable.write('rows', rows(0, 4))
        }).toThrow('"rows" of "summing" takes 8 values, got 32')
        executable.dispose()
      })

      it('refuses unknown names and wrong sizes', async () => {
        const executable = await start().prepare(walk())
        expect(() => {
          executable.write('z', [1])
        }).toThrow('"z" of "walk" takes no values, got 1')
        await expect(executable.read('z')).rejects.toThrow('"walk" has no "z"')
        await expect(executable.run({ turns: 2 })).rejects.toThrow('"walk" does not run 2 times')
        executable.dispose()
      })
    },
  )

  it('says that memory does not suffice, and for what', async () => {
    const b = new Builder()
    const [x, y] = [b.input('x', [2 ** 20, 1]), b.input('y', [1, 2 ** 20])]
    const program = b.program('huge', { z: b.matmul(x, y) })
    await expect(backendHere(sessions, 'graph').prepare(program)).rejects.toThrow(/^"huge": .*(OOM|memory)[^\n]*$/)
  })

  it('frees sessions, values and files', async () => {
    const counts = sessions.binding as unknown as Counts
    const files = () => readdirSync(tmpdir()).filter((name) => name.startsWith('diffeo-model-'))
    const [models, tensors, left] = [counts.getNumOfSavedModels(), counts.getNumOfTensors(), files()]
    const executable = await backendHere(sessions, 'graph').prepare(walk())
    for (let i = 0; i < 3; i++) {
      executable.write('step', [i])
      await executable.run()
      await executable.read('x')
    }
    expect(counts.getNumOfSavedModels()).toBe(models + 1)
    expect(counts.getNumOfTensors()).toBe(tensors)
    expect(files()).toEqual(left)
    executable.dispose()
    expect(counts.getNumOfSavedModels()).toBe(models)
  })
}
