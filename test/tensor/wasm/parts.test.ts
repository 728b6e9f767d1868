import { describe, expect, it } from 'vitest'
import { createWasmBackend } from '@shared/tensor/backends/wasm'
import { detectFeatures } from '@shared/tensor/backends/wasm/features'
import { Builder } from '@shared/tensor/ir/builder'
import { compile, someInputs } from './support/machine'
import { rowsOneByOne } from './support/rows'
import { trainingStep } from './support/training'

describe('a run of part of the rows', () => {
  it.each([
    ['float32', 8],
    ['float64', 4],
  ] as const)('computes them and no more than their step takes along: %s', async (precision, step) => {
    const program = rowsOneByOne(150)
    const executable = await compile(program, { precision, tileVectors: 4 })
    const inputs = someInputs(program)
    for (const [name, values] of Object.entries(inputs)) executable.write(name, values)
    await executable.run()
    const whole = await executable.read('out')
    expect(new Set(whole).size).toBeGreaterThan(400) // no row is like another
    for (const rows of [1, step, 37, 64, 149, 150, 1000]) {
      executable.write(
        'x',
        Float64Array.from(inputs['x'], (value) => value + 1),
      )
      await executable.run()
      const before = await executable.read('out')
      executable.write('x', inputs['x'])
      await executable.run({ rows })
      const after = await executable.read('out')
      const taken = Math.min(150, Math.ceil(rows / step) * step)
      expect([...after.subarray(0, 3 * taken)], String(rows)).toEqual([...whole.subarray(0, 3 * taken)])
      expect([...after.subarray(3 * taken)], String(rows)).toEqual([...before.subarray(3 * taken)])
    }
    executable.write('x', inputs['x'])
    await executable.run()
    expect([...(await executable.read('out'))]).toEqual([...whole])
  })

  it('is whole where the rows are summed', async () => {
    const { program, inputs } = trainingStep(2, 50)
    const executables = [await compile(program), await compile(program)]
    for (const [k, executable] of executables.entries()) {
      for (const [name, values] of Object.entries(inputs)) executable.write(name, values)
      await executable.run(k === 0 ? {} : { rows: 8 })
    }
    const [whole, part] = await Promise.all(executables.map((executable) => executable.read('theta')))
    expect([...part]).toEqual([...whole])
    expect([...part]).not.toEqual([...inputs.theta])
  })

  it('is a run like any other where there are no rows', async () => {
    const b = new Builder()
    const executable = await compile(b.program('none', { out: b.exp(b.input('a', [3])) }))
    executable.write('a', [0, 1, 2])
    await executable.run({ rows: 1 })
    expect((await executable.read('out'))[2]).toBeCloseTo(Math.E ** 2)
  })

  it.each([
    ['float32', 8],
    ['float64', 4],
  ] as const)('comes in the steps that the backend says: %s', (precision, step) => {
    const options = { features: detectFeatures(), pool: null, threads: 1, memoryLimit: Infinity, now: () => 0 }
    expect(createWasmBackend({ precision, ...options }).rowStep).toBe(step)
  })
})

describe('a run of several turns', () => {
  const turning = async (turns: number) => {
    const b = new Builder()
    const [x, state] = [b.rows('x', [10, 2]), b.input('state', [])]
    const sum = b.sum(x)
    const program = b.program(
      'turns',
      { sum, before: b.add(state, 0), rows: b.mul(x, 2) },
      { state: b.add(state, sum) },
    )
    return compile(program, { turns })
  }
  const rows = (...firsts: readonly number[]) => firsts.flatMap((first) => [first, ...new Array<number>(19).fill(0)])

  it('has rows of its own in each, and the states of the one before', async () => {
    const executable = await turning(4)
    expect(executable.turns).toBe(4)
    executable.write('state', [100])
    executable.write('x', rows(1, 2, 3))
    await executable.run({ turns: 3 })
    expect([...(await executable.read('sum'))]).toEqual([1, 2, 3])
    expect([...(await executable.read('before'))]).toEqual([100, 101, 103])
    expect([...(await executable.read('state'))]).toEqual([106])
    await executable.run() // the first turn's rows are still there
    expect([...(await executable.read('sum'))]).toEqual([1])
    expect([...(await executable.read('before'))]).toEqual([106])
    executable.write('x', rows(5))
    await executable.run({ turns: 2 })
    expect([...(await executable.read('sum'))]).toEqual([5, 2])
  })

  it('is refused where there are fewer', async () => {
    const [one, four] = [await turning(1), await turning(4)]
    expect(() => { one.write('x', rows(1, 2)) }).toThrow('takes 20 values, got 40') // prettier-ignore
    expect(() => { four.write('x', rows(1, 2, 3, 4, 5)) }).toThrow('takes 20 values, got 100') // prettier-ignore
    expect(() => { four.write('x', [1, 2, 3]) }).toThrow('takes 20 values, got 3') // prettier-ignore
    expect(() => { four.write('state', [1, 2]) }).toThrow('takes 1 values, got 2') // prettier-ignore
    expect(() => { four.write('x', []) }).toThrow('takes 20 values, got 0') // prettier-ignore
    expect(() => one.run({ turns: 2 })).toThrow('does not run 2 times')
    expect(() => four.run({ turns: 0 })).toThrow('does not run 0 times')
  })
})
