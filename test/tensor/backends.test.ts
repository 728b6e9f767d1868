import { beforeAll, describe, expect, it } from 'vitest'
import { createReferenceBackend } from '@shared/tensor/backends/reference'
import { Builder } from '@shared/tensor/ir/builder'
import { loop } from '@shared/tensor/ir/loop'
import type { Program } from '@shared/tensor/ir/program'
import type { Backend } from '@shared/tensor/runtime/backend'
import { testReplayedOps } from './support/replayed'
import { evaluate, runOn } from './support/run'
import { heldTensors, tfjsBackend, tfjsNames } from './support/tfjs'

/** x ← x + step, y = x², with an input that nothing needs. */
function walk(): Program {
  const b = new Builder()
  const x = b.input('x', [3])
  b.input('spare', [2])
  return b.program('walk', { y: b.square(x) }, { x: b.add(x, b.input('step', [])) })
}

describe.each(tfjsNames)('tfjs on %s', (name) => {
  let backend: Backend
  beforeAll(async () => {
    backend = await tfjsBackend(name)
  })

  testReplayedOps(() => backend, heldTensors)

  it('refuses in words a loop that is too long to be written out', async () => {
    const b = new Builder()
    const { carries } = loop(b, { length: 30_000 }, { carries: [b.input('x', [2])] }, ({ carries: [x] }) => ({
      carries: [b.sin(b.mul(x, 1.1))],
    }))
    await expect(backend.prepare(b.program('long', { y: carries[0] }))).rejects.toThrow(/"long" has \d+ steps .*wasm/)
  })

  it('keeps small values of log1p to their relative precision', async () => {
    const b = new Builder()
    const program = b.program('small', { y: b.log1p(b.input('x', [4])) })
    const x = [1e-6, -1e-6, 3e-5, 1e-3]
    const { y } = await runOn(backend, program, { x })
    x.forEach((value, i) => {
      expect(y[i] / Math.log1p(value)).toBeCloseTo(1, 5)
    })
  })

  it('lets NaN through max, as the reference does', async () => {
    const b = new Builder()
    const program = b.program('rectified', { y: b.max(b.input('x', [3]), 0) })
    expect([...(await runOn(backend, program, { x: [NaN, -1, 2] })).y]).toEqual([NaN, 0, 2])
  })

  it('answers NaN for the root of what cannot be computed', async () => {
    const b = new Builder()
    const y = b.root((inner, x, [p]) => inner.sub(x, p), { lower: b.scalar(-1), upper: b.scalar(1) }, [
      b.input('p', [2]),
    ])
    const program = b.program('root', { y })
    expect([...(await runOn(backend, program, { p: [NaN, 0.25] })).y]).toEqual([NaN, 0.25])
    expect([...evaluate(program, { p: [NaN, 0.25] }).y]).toEqual([NaN, 0.25])
  })

  it('holds no more values after many steps than after one', async () => {
    const executable = await backend.prepare(walk())
    await executable.run()
    const held = heldTensors()
    for (let i = 0; i < 5; i++) {
      executable.write('step', [i])
      await executable.run()
    }
    expect(heldTensors()).toBe(held)
    executable.dispose()
  })

  it('says how many axes it takes', async () => {
    const b = new Builder()
    const program = b.program('deep', { y: b.exp(b.input('x', [1, 1, 1, 1, 1, 1, 2])) })
    await expect(backend.prepare(program)).rejects.toThrow('"deep" has a value of 7 axes; tfjs takes 6')
  })

  it('runs on when another backend of tfjs has been made active', async () => {
    const executable = await backend.prepare(walk())
    await tfjsBackend(name === 'cpu' ? 'wasm' : 'cpu')
    executable.write('x', [1, 2, 3])
    await executable.run()
    expect([...(await executable.read('y'))]).toEqual([1, 4, 9])
    executable.dispose()
    backend = await tfjsBackend(name)
  })
})

describe.each(['reference', ...tfjsNames] as const)('an executable on %s', (name) => {
  let backend: Backend
  beforeAll(async () => {
    backend = name === 'reference' ? createReferenceBackend() : await tfjsBackend(name)
  })

  it('carries updated inputs from run to run', async () => {
    const executable = await backend.prepare(walk())
    executable.write('x', [1, 2, 3])
    executable.write('step', [10])
    await executable.run()
    await executable.run()
    expect([...(await executable.read('y'))]).toEqual([121, 144, 169])
    expect([...(await executable.read('x'))]).toEqual([21, 22, 23])
    executable.dispose()
  })

  it('reads an input as it was last written', async () => {
    const executable = await backend.prepare(walk())
    expect([...(await executable.read('x'))]).toEqual([0, 0, 0])
    await executable.run()
    executable.write('x', [7, 8, 9])
    expect([...(await executable.read('x'))]).toEqual([7, 8, 9])
    executable.dispose()
  })

  it('keeps what it was given, whatever becomes of the array', async () => {
    const executable = await backend.prepare(walk())
    const x = Float32Array.of(1, 2, 3)
    executable.write('x', x)
    x.fill(5)
    await executable.run()
    const y = await executable.read('y')
    y.fill(0)
    expect([...(await executable.read('y'))]).toEqual([1, 4, 9])
    executable.dispose()
  })

  it('gives inputs and constants as results', async () => {
    const b = new Builder()
    const [x, y] = [b.input('x', [2]), b.input('y', [2])]
    const program = b.program('swap', { same: x, twice: x, fixed: b.constant([1, 2], [2]) }, { x: y, y: x })
    const executable = await backend.prepare(program)
    executable.write('x', [1, 2])
    executable.write('y', [3, 4])
    await executable.run()
    await executable.run()
    const results = await Promise.all(['same', 'twice', 'fixed', 'x', 'y'].map((key) => executable.read(key)))
    expect(results.map((values) => [...values])).toEqual([[3, 4], [3, 4], [1, 2], [1, 2], [3, 4]]) // prettier-ignore
    executable.dispose()
  })

  it('refuses unknown names and wrong sizes', async () => {
    const executable = await backend.prepare(walk())
    expect(() => {
      executable.write('z', [1])
    }).toThrow('"z" of "walk" takes no values, got 1')
    expect(() => {
      executable.write('x', [1])
    }).toThrow('"x" of "walk" takes 3 values, got 1')
    await expect((async () => executable.read('z'))()).rejects.toThrow('"walk" has no "z"')
    executable.dispose()
  })
})
