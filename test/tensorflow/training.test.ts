import { usualSettings } from '@shared/rpc/protocol'
import { createWasmBackend } from '@shared/tensor/backends/wasm'
import { detectFeatures } from '@shared/tensor/backends/wasm/features'
import type { Backend } from '@shared/tensor/runtime/backend'
import { documentOf } from '@shared/learn/bench/configurations'
import { makeReady, rowsFor } from '@shared/learn/bench/subject'
import { describe, expect, it } from 'vitest'
import { backendOffers } from '../../src/main/engine/backends'
import { runnerHere } from '../../src/main/tensorflow/graph/here'
import { startThreads } from '../../src/main/tensorflow/graph/threads'
import { createTensorflowBackend, type Runner } from '@shared/tensor/backends/tensorflow'
import { buildEntry } from '../main/engine/buildEntry'
import { relativeError } from '../flow/support/compare'
import { backendHere, sessionsIn } from './here'
import { findTensorflow } from './support'

const STEPS = 50

/** Losses of so many steps, taken as many at once as the machine takes. */
async function losses(backend: Backend): Promise<number[]> {
  const document = documentOf({ family: 'realnvp', depth: 2, width: 16, batch: 64, dims: 2 })
  const subject = await makeReady(document, await rowsFor(document), backend)
  const { trainer } = subject
  while (trainer.step < STEPS) await trainer.takeSteps(STEPS - trainer.step)
  const { trainLoss } = trainer.history.since()
  await subject.dispose()
  return [...trainLoss]
}

const wasm = () =>
  createWasmBackend({
    precision: 'float32',
    features: detectFeatures(),
    pool: null,
    threads: 1,
    memoryLimit: 2 ** 30,
    now: () => 0,
  })

const tensorflow = await findTensorflow()

if (typeof tensorflow === 'string') it.skip(`libtensorflow is not here: ${tensorflow}`, () => undefined)
else {
  const sessions = sessionsIn(tensorflow.module)

  it.each(['graph', 'xla'] as const)('trains as wasm does, to rounding (%s)', async (manner) => {
    const [expected, got] = [await losses(wasm()), await losses(backendHere(sessions, manner))]
    expect(got).toHaveLength(STEPS)
    expect(relativeError(got, expected)).toBeLessThan(1e-4)
  })

  it('keeps weights and moments: batches go in and losses come out, and weights where a view asks for them', async () => {
    let [fed, fetched] = [0, 0]
    const bytesOf = (values: readonly { readonly byteLength: number }[]) =>
      values.reduce((sum, { byteLength }) => sum + byteLength, 0)
    const runner = runnerHere(sessions, 2)
    const counting: Runner = {
      ...runner,
      load: async (model) => {
        const session = await runner.load(model)
        return {
          ...session,
          run: async (feeds, fetches) => {
            const results = await session.run(feeds, fetches)
            fed += bytesOf(feeds.map(({ values }) => values))
            fetched += bytesOf(results)
            return results
          },
        }
      },
    }
    const backend = createTensorflowBackend({ runner: counting, precision: 'float32' })
    const [batch, dims] = [512, 2]
    const document = documentOf({ family: 'realnvp', depth: 8, width: 64, batch, dims })
    const { trainer, dispose } = await makeReady(document, await rowsFor(document), backend)
    const take = async (count: number) => {
      const end = trainer.step + count
      while (trainer.step < end) await trainer.takeSteps(end - trainer.step)
    }
    await take(20)
    ;[fed, fetched] = [0, 0]
    await take(40)
    expect(fed / 40).toBeLessThan(batch * dims * 4 * 1.7)
    expect(fetched / 40).toBeLessThan(100)
    ;[fed, fetched] = [0, 0]
    const theta = await trainer.weights()
    await trainer.weights() // asked for once more, by another view
    expect([fed, fetched]).toEqual([0, theta.length * 4])
    await dispose()
  })

  describe('on threads of its own', () => {
    it('trains as on the caller’s, which goes on meanwhile', async () => {
      const built = await buildEntry('src/main/tensorflow/graph/thread.ts')
      const runner = await startThreads({
        entry: built.entry,
        module: tensorflow.module,
        cores: 2,
        describe: (version, gpu) => `${version} ${gpu ? 'on a GPU' : 'on the CPU'}`,
      })
      expect(runner.uses).toBe(`${tensorflow.version} ${tensorflow.gpu ? 'on a GPU' : 'on the CPU'}`)
      const backend = createTensorflowBackend({ runner, precision: 'float32' })
      let ticks = 0
      const ticking = setInterval(() => ticks++, 5)
      const got = await losses(backend)
      clearInterval(ticking)
      expect(ticks).toBeGreaterThan(20) // XLA takes a second and more
      expect(relativeError(got, await losses(wasm()))).toBeLessThan(1e-4)
      backend.dispose()
      await built.remove()
    })
  })

  it('is offered with what it computes on', async () => {
    const backend = await backendOffers()
      .find(({ name }) => name === 'tensorflow')!
      .load(usualSettings)
    expect(backend.uses).toMatch(/^TensorFlow \d+\.\d+\.\d+ on .+, compiled by XLA$/)
    backend.dispose()
  })
}
