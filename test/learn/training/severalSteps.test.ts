import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { StepOutcome } from '@shared/learn/training/state'
import { createReferenceBackend } from '@shared/tensor/backends/reference'
import { createWasmBackend } from '@shared/tensor/backends/wasm'
import { detectFeatures } from '@shared/tensor/backends/wasm/features'
import type { ThreadPool } from '@shared/tensor/backends/wasm/threadPool'
import type { Backend } from '@shared/tensor/runtime/backend'
import { createThreadPool } from '../../../src/main/engine/threads/pool'
import { buildWorker } from '../../main/engine/threads/workerEntry'
import { affineBlock, explodingBlock, tinyFlow, tinySettings } from '../tinyFlow'
import { makeTrainer, rows, train } from './trainers'

describe('a trainer that takes several steps at once', () => {
  let worker: Awaited<ReturnType<typeof buildWorker>>
  beforeAll(async () => {
    worker = await buildWorker()
  })
  afterAll(() => worker.remove())

  const compiled = (pool: ThreadPool | null = null) =>
    createWasmBackend({
      precision: 'float32',
      features: detectFeatures(),
      pool,
      threads: pool?.threads ?? 1,
      memoryLimit: Infinity,
      now: () => 0,
    })

  it('takes those that it takes one by one, and stops for a validation and at the end', async () => {
    const settings = tinySettings({ steps: 45, validateEvery: 7, ema: 0.9, clipNorm: 1 })
    const [single, several] = await Promise.all([1, 2].map(() => makeTrainer(settings, { backend: compiled() })))
    await train(single, 45)
    const reached: number[] = []
    let outcome: StepOutcome = { kind: 'stepped' }
    while (outcome.kind === 'stepped') {
      outcome = await several.takeSteps(5)
      reached.push(several.step)
    }
    expect(outcome).toEqual({ kind: 'finished', reason: 'steps' })
    expect(reached).toEqual([5, 7, 12, 14, 19, 21, 26, 28, 33, 35, 40, 42, 45])
    expect(await several.state()).toEqual(await single.state())
    expect(several.history.since().validationSteps.length).toBe(7)
  })

  it('takes one where the machine can take no more', async () => {
    const trainer = await makeTrainer(tinySettings({ validateEvery: 50 }))
    await trainer.takeSteps(8)
    expect(trainer.step).toBe(1)
  })

  it('takes no more than so many bytes of batches, and none in vain', async () => {
    const flow = tinyFlow(1)
    for (const [batchSize, most] of [
      [100, 16],
      [2 ** 16, 4],
      [2 ** 19, 1],
    ]) {
      const options = { flow, backend: compiled(), train: rows(2 ** 19) }
      const trainer = await makeTrainer(tinySettings({ batchSize, validateEvery: 50 }), options)
      await trainer.takeSteps(1000)
      expect(trainer.step).toBe(most)
    }
  })

  it('ends at the first that fails, as if it had taken them one by one', async () => {
    const flow = tinyFlow(1, [
      { id: 'scale', of: affineBlock(1) },
      { id: 'boom', of: explodingBlock() },
    ])
    const train32 = Float32Array.from({ length: 256 }, (_, i) => (i === 40 ? 8 : 0.005 * (i % 64)))
    const settings = tinySettings({ batchSize: 8, seed: 4, validateEvery: 50 })
    const options = () => ({ flow, train: train32, validation: new Float32Array(0), backend: compiled() })
    const [single, several] = await Promise.all([1, 2].map(() => makeTrainer(settings, options())))
    let wanted = await single.takeSteps(1)
    while (wanted.kind === 'stepped') wanted = await single.takeSteps(1)
    let [got, before] = [await several.takeSteps(16), 0]
    while (got.kind === 'stepped') [before, got] = [several.step, await several.takeSteps(16)]
    expect(wanted).toMatchObject({ kind: 'failed', failure: { step: single.step + 1 } })
    expect(got).toEqual(wanted)
    expect(several.step - before).toBeGreaterThan(0) // not the first of its order
    expect(await several.state()).toEqual(await single.state())
    // and goes on from there alike, as soon as a batch lets it
    for (const trainer of [single, several]) {
      const weights = await trainer.weights()
      for (let tries = 0; (await trainer.takeSteps(1)).kind === 'failed'; tries++) expect(tries).toBeLessThan(20)
      expect(await trainer.weights()).not.toEqual(weights)
    }
    expect(await several.state()).toEqual(await single.state())
    for (const trainer of [single, several]) {
      while ((await trainer.takeSteps(16)).kind === 'stepped');
      trainer.reset(4)
      const weights = await trainer.weights()
      await trainer.takeSteps(1)
      expect(await trainer.weights()).not.toEqual(weights)
    }
    expect(await several.state()).toEqual(await single.state())
  })

  it('takes steps beside other work on this thread, to which it is as it was before', async () => {
    const pool = createThreadPool({ entry: worker.entry, threads: 2 })
    const settings = tinySettings({ batchSize: 128, validateEvery: 50, ema: 0.9 })
    const onTwo = () => ({ flow: tinyFlow(1), train: rows(512), backend: compiled(pool) })
    const [plain, beside] = await Promise.all([1, 2].map(() => makeTrainer(settings, onTwo())))
    expect(plain.threads).toBe(2)
    for (let order = 0; order < 4; order++) {
      await plain.takeSteps(6)
      const [step, version, weights] = [beside.step, beside.version, [...(await beside.weights())]]
      await beside.takeSteps(6, async () => {
        await new Promise((done) => setTimeout(done, 5)) // the steps are taken meanwhile
        expect([beside.step, beside.version, [...(await beside.weights())]]).toEqual([step, version, weights])
      })
    }
    expect(await beside.state()).toEqual(await plain.state())
    expect(beside.step).toBe(24)
    const broken = beside.takeSteps(6, () => Promise.reject(new Error('broken work')))
    await expect(broken).rejects.toThrow('broken work')
    await plain.takeSteps(6)
    expect(await beside.state()).toEqual(await plain.state())
    for (const trainer of [plain, beside]) trainer.dispose()
    await pool.dispose()
  })

  it('does other work while a device takes steps by itself, and says how that failed', async () => {
    const order: string[] = []
    let outcome: 'well' | 'badly' = 'well'
    const reference = createReferenceBackend()
    const device: Backend = {
      ...reference,
      prepare: async (program) => {
        const inner = await reference.prepare(program)
        return {
          program,
          write: inner.write.bind(inner),
          read: inner.read.bind(inner),
          dispose: inner.dispose.bind(inner),
          run: async (extent) => {
            await new Promise((done) => setTimeout(done, 5))
            if (outcome === 'badly') throw new Error('the device is lost')
            await inner.run(extent)
            if (program.name === 'training step') order.push('step')
          },
        }
      },
    }
    const trainer = await makeTrainer(tinySettings({ validateEvery: 50 }), { backend: device })
    await trainer.takeSteps(1, () => Promise.resolve(void order.push(`work at ${trainer.step}`)))
    expect(order).toEqual(['work at 0', 'step'])
    expect(trainer.step).toBe(1)
    outcome = 'badly'
    await expect(trainer.takeSteps(1, () => Promise.resolve())).rejects.toThrow('the device is lost')
    trainer.dispose()
  })

  it('shows other work the run as it was where it has no threads beside this one', async () => {
    const done: number[] = []
    const trainer = await makeTrainer(tinySettings({ validateEvery: 50 }), { backend: compiled() })
    await trainer.takeSteps(6, () => Promise.resolve(void done.push(trainer.step)))
    expect([done, trainer.step]).toEqual([[0], 6])
  })
})
