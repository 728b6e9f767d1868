import { describe, expect, it } from 'vitest'
import { vjpProgram } from '@shared/tensor/autodiff/transform'
import { createWasmBackend } from '@shared/tensor/backends/wasm'
import { detectFeatures } from '@shared/tensor/backends/wasm/features'
import { Builder } from '@shared/tensor/ir/builder'
import { allCases, spread } from '../support/cases'
import { caseInputs, caseProgram, caseVariables, distance, evaluate, runOn } from '../support/run'

describe.each(['float32', 'float64'] as const)('programs compiled in %s', (precision) => {
  const backend = createWasmBackend({
    precision,
    features: detectFeatures(),
    pool: null,
    threads: 1,
    memoryLimit: 2 ** 30,
    now: () => 0,
  })
  const tolerance = precision === 'float32' ? 1e-5 : 1e-12

  it.each(allCases)('give the value and the gradient of the reference: $title', async ({ use }) => {
    const program = vjpProgram(caseProgram(use), caseVariables(use))
    const inputs = { ...caseInputs(use), c_y: spread(program.outputs[0].node.shape, -1, 1, 17).values }
    const got = await runOn(backend, program, inputs)
    const expected = evaluate(program, inputs)
    for (const key of Object.keys(expected)) expect(distance(got[key], expected[key]), key).toBeLessThan(tolerance)
  })

  it('updates inputs in place, run after run', async () => {
    const b = new Builder()
    const x = b.input('x', [3])
    b.input('spare', [2])
    const program = b.program('walk', { y: b.square(x) }, { x: b.add(x, b.input('step', [])) })
    const executable = await backend.prepare(program)
    executable.write('x', [1, 2, 3])
    executable.write('step', [0.5])
    for (let i = 0; i < 3; i++) await executable.run()
    expect([...(await executable.read('x'))]).toEqual([2.5, 3.5, 4.5])
    expect([...(await executable.read('y'))]).toEqual([4, 9, 16])
  })
})
