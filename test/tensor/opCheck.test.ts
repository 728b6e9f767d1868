import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import { vjpProgram } from '@shared/tensor/autodiff/transform'
import { createReferenceBackend } from '@shared/tensor/backends/reference'
import { createTfjsBackend } from '@shared/tensor/backends/tfjs'
import { watchKernels } from '@shared/tensor/backends/tfjs/watch'
import { checkOps } from '@shared/tensor/runtime/opCheck'
import { describe, expect, it } from 'vitest'
import { allCases, spread } from './support/cases'
import { caseInputs, caseProgram, caseVariables, runOn } from './support/run'

describe('the check of ops', () => {
  it('finds nothing wrong with the interpreter and with tfjs', async () => {
    expect(await checkOps(createReferenceBackend())).toEqual([])
    await tf.setBackend('cpu')
    expect(await checkOps(createTfjsBackend(tf, 'tfjs-cpu'))).toEqual([])
  })

  it('names an op that is wrong, and one that fails', async () => {
    const reference = createReferenceBackend()
    const faults = await checkOps({
      ...reference,
      prepare: async (program) => {
        if (program.name === 'erf') throw new Error('no such kernel')
        const executable = await reference.prepare(program)
        const scale = program.name === 'cumsum' ? 1.01 : 1
        return Object.create(executable, {
          write: { value: executable.write.bind(executable) },
          run: { value: executable.run.bind(executable) },
          dispose: { value: executable.dispose.bind(executable) },
          read: { value: async (name: string) => (await executable.read(name)).map((value) => value * scale) },
        }) as typeof executable
      },
    })
    expect(faults.join('\n')).toMatch(/^"erf" fails: no such kernel\n"cumsum" is wrong by .*$/m)
    expect(faults.every((fault) => /^"(erf|cumsum)"/.test(fault))).toBe(true)
  })

  it('reaches every kernel that the tests of ops reach', async () => {
    await tf.setBackend('cpu')
    const [checked, tested] = [watchKernels(tf), watchKernels(tf)]
    await checkOps(createTfjsBackend(checked.tf, 'checked'))
    const backend = createTfjsBackend(tested.tf, 'tested')
    for (const { use } of allCases) {
      const program = vjpProgram(caseProgram(use), caseVariables(use))
      await runOn(backend, program, { ...caseInputs(use), c_y: spread(program.outputs[0].node.shape).values })
    }
    expect([...checked.kernels].sort()).toEqual([...tested.kernels].sort())
  })
})
