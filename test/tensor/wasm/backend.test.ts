import { describe, expect, it } from 'vitest'
import { vjpProgram } from '@shared/tensor/autodiff/transform'
import { createWasmBackend } from '@shared/tensor/backends/wasm'
import { detectFeatures } from '@shared/tensor/backends/wasm/features'
import type { Precision } from '@shared/tensor/backends/wasm/lanes'
import { Builder } from '@shared/tensor/ir/builder'
import type { Program } from '@shared/tensor/ir/program'
import type { Backend } from '@shared/tensor/runtime/backend'
import { allCases, spread } from '../support/cases'
import { caseInputs, caseProgram, caseVariables, distance, evaluate, type Bindings } from '../support/run'

const features = detectFeatures()

const backendOf = (precision: Precision, fused = features.fused): Backend =>
  createWasmBackend({
    precision,
    features: { ...features, fused },
    pool: null,
    threads: 1,
    memoryLimit: 2 ** 30,
    now: () => 0,
  })

/** One run and every result. */
async function runOn(backend: Backend, program: Program, inputs: Bindings): Promise<Record<string, Float64Array>> {
  const executable = await backend.prepare(program)
  for (const [name, values] of Object.entries(inputs)) executable.write(name, values)
  await executable.run()
  const results: Record<string, Float64Array> = {}
  for (const { name } of [...program.outputs, ...program.updates]) results[name] = await executable.read(name)
  executable.dispose()
  return results
}

describe.each(['float32', 'float64'] as const)('programs compiled in %s', (precision) => {
  const backend = backendOf(precision)
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
