import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chooseBackend } from '@shared/engine/backendChoice'
import { usualSettings } from '@shared/rpc/protocol'
import { createReferenceBackend } from '@shared/tensor/backends/reference'
import type { Features } from '@shared/tensor/backends/wasm/features'
import { Builder } from '@shared/tensor/ir/builder'
import type { Backend } from '@shared/tensor/runtime/backend'
import { loadCompiled, surroundings } from '../../../src/main/engine/compiled'
import { buildWorker } from './threads/workerEntry'

const { features } = surroundings()
const offers = (given: Partial<Features>, worker: string | null) => [
  {
    name: 'wasm',
    load: async () => loadCompiled({ ...usualSettings, threads: 2 }, { features: { ...features, ...given }, worker }),
  },
  { name: 'reference', load: () => Promise.resolve(createReferenceBackend()) },
]

/** Means of columns of many rows and their squares, in tiles. */
async function columnMeans(backend: Backend) {
  const b = new Builder()
  const x = b.rows('x', [1000, 2])
  const executable = await backend.prepare(b.program('means', { mean: b.mean(b.square(x), [0]) }))
  executable.write(
    'x',
    Float64Array.from({ length: 2000 }, (_, i) => (i % 2 === 0 ? 2 : i % 3)),
  )
  await executable.run()
  const mean = await executable.read('mean')
  executable.dispose()
  return { mean, threads: executable.threads }
}

describe('the compiled backend', () => {
  let worker: Awaited<ReturnType<typeof buildWorker>>
  beforeAll(async () => {
    worker = await buildWorker()
  })
  afterAll(() => worker.remove())

  it('is chosen, and says what it makes use of', async () => {
    const { backend, reports } = await chooseBackend(offers({ missing: [] }, worker.entry), usualSettings)
    const fused = features.fused ? ', fused multiply-add' : ''
    expect(reports[0].reason).toBe(`The fastest one that works here: 4 lanes of float32${fused}, up to 2 threads.`)
    backend.dispose()
  })

  it('computes on worker threads what it computes on one', async () => {
    const two = loadCompiled({ ...usualSettings, threads: 2 }, { features, worker: worker.entry })
    const one = loadCompiled({ ...usualSettings, threads: 1 }, { features, worker: worker.entry })
    const [split, whole] = [await columnMeans(two), await columnMeans(one)]
    expect([split.threads, whole.threads]).toEqual([2, 1])
    expect(split.mean[0]).toBe(4)
    expect(split.mean[1]).toBeCloseTo(whole.mean[1], 5)
    two.dispose()
  })

  it('without shared memory runs on one thread and says so', async () => {
    const missing = ['WebAssembly has no shared memory here: programs run on one thread.']
    const { backend, reports } = await chooseBackend(
      offers({ fused: false, sharedMemory: false, missing }, worker.entry),
      usualSettings,
    )
    expect(reports[0].reason).toBe(
      'The fastest one that works here: 4 lanes of float32, one thread. ' + missing.join(' '),
    )
    expect(await columnMeans(backend)).toMatchObject({ threads: 1, mean: { 0: 4 } })
  })

  it('without SIMD leaves the work to the next one and says why', async () => {
    const missing = ['WebAssembly has no SIMD here, which compiled programs are made of.']
    const { backend, reports } = await chooseBackend(offers({ simd: false, missing }, worker.entry), usualSettings)
    expect(backend.name).toBe('reference')
    expect(reports[0]).toMatchObject({ available: false, chosen: false, reason: missing[0] })
  })

  it('runs on one thread where the workers were never built', async () => {
    const { backend, reports } = await chooseBackend(offers({ missing: [] }, null), usualSettings)
    expect(reports[0].reason).toMatch(/one thread\.$/)
    expect((await columnMeans(backend)).threads).toBe(1)
  })
})
