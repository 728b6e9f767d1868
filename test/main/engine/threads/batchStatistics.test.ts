import { affineCoupling } from '@shared/flow/bijectors/affineCoupling'
import { batchNorm } from '@shared/flow/bijectors/batchNorm'
import { affineCoupling as couplingEntry } from '@shared/catalogue/blocks/affineCoupling'
import { batchNorm as normEntry } from '@shared/catalogue/blocks/batchNorm'
import { defaultSettings } from '@shared/catalogue/registry'
import { stepProgram } from '@shared/learn/training/stepProgram'
import { createWasmBackend } from '@shared/tensor/backends/wasm'
import { detectFeatures } from '@shared/tensor/backends/wasm/features'
import { interpret } from '@shared/tensor/runtime/interpreter/interpret'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createThreadPool } from '../../../../src/main/engine/threads/pool'
import { moved, normalRows } from '../../../flow/support/blocks'
import { expectClose } from '../../../flow/support/compare'
import { flowOf } from '../../../flow/support/runs'
import { tinySettings } from '../../../learn/tinyFlow'
import { buildWorker } from './workerEntry'

let worker: Awaited<ReturnType<typeof buildWorker>>
beforeAll(async () => {
  worker = await buildWorker()
})
afterAll(() => worker.remove())

it('takes a step over sums that other sums depend on, on two threads as the reference does', async () => {
  const dims = 2
  const coupling = () => affineCoupling.create({ ...defaultSettings(couplingEntry), width: 16 }, dims)
  const norm = () => batchNorm.create(defaultSettings(normEntry), dims)
  const flow = flowOf(dims, [coupling(), norm(), coupling(), norm()])
  const rows = 256
  const program = stepProgram(flow, tinySettings(), rows)
  const zeros = new Float64Array(flow.size)
  const given = new Map<string, ArrayLike<number>>([
    ['x', normalRows(rows, dims, 3)],
    ['theta', moved(flow, 1)],
    ...['m', 'v', 'good'].map((name) => [name, zeros] as const),
    ...['step', 'count', 'failed'].map((name) => [name, [0]] as const),
  ])
  const expected = interpret(program, given)

  const pool = createThreadPool({ entry: worker.entry, threads: 2 })
  const options = { precision: 'float32', features: detectFeatures(), memoryLimit: Infinity, now: () => 0 } as const
  const executable = await createWasmBackend({ ...options, pool, threads: 2 }).prepare(program)
  expect(executable.threads).toBe(2)
  for (const [name, values] of given) executable.write(name, values)
  await executable.run()
  for (const name of ['loss', 'gradientNorm', 'theta'])
    expectClose(await executable.read(name), expected.get(name)!, 1e-5, name)
  executable.dispose()
  await pool.dispose()
})
