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
      await executable.run(rows)
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
      await executable.run(k === 0 ? undefined : 8)
    }
    const [whole, part] = await Promise.all(executables.map((executable) => executable.read('theta')))
    expect([...part]).toEqual([...whole])
    expect([...part]).not.toEqual([...inputs.theta])
  })

  it('is a run like any other where there are no rows', async () => {
    const b = new Builder()
    const executable = await compile(b.program('none', { out: b.exp(b.input('a', [3])) }))
    executable.write('a', [0, 1, 2])
    await executable.run(1)
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
