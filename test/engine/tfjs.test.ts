import { afterAll, describe, expect, it } from 'vitest'
import { backend } from '@tensorflow/tfjs-core'
import type { FieldFrame, View } from '@shared/rpc/protocol'
import { backendOffers } from '../../src/main/engine/backends'
import { smallDocument } from './documents'
import { fakeHost, listen } from './fakeHost'
import { expectClose } from '../flow/support/compare'

const document = smallDocument({ steps: 12, batchSize: 64, ema: 0.99 }, [
  'spline-coupling',
  'actnorm',
  'affine-coupling',
])

describe('the engine on TensorFlow.js', () => {
  const host = fakeHost({ backends: backendOffers().filter(({ name }) => name === 'tfjs-wasm') })
  const engines = [listen(host), listen(host)]
  const [whole, other] = engines
  afterAll(() => Promise.all(engines.map(({ engine }) => engine.dispose())))

  it('goes on from a checkpoint with the same bits', async () => {
    await whole.engine.call('open', { document })
    await whole.engine.call('train', {})
    await whole.until('finished')

    await other.engine.call('open', { document })
    await other.engine.call('step', { count: 5 })
    await other.until('training')
    await other.until('paused')
    await other.quiet()
    await other.engine.restore(other.said('checkpoint').at(-1)!.checkpoint)
    await other.engine.call('train', {})
    await other.until('finished')
    // the same but for how long its steps took
    const histories = await Promise.all(
      engines.map(async ({ engine }) => ({ ...(await engine.call('attach', {})).history, seconds: undefined })),
    )
    expect(histories[1]).toEqual(histories[0])
  })

  it('draws the Jacobian field that the reference does', async () => {
    const view = {
      ...{ kind: 'field', id: 'f', direction: 'inverse', bounds: [-2, 3, -1.5, 2], resolution: 12 },
      ...{ node: null, cumulative: false, glyphs: 4 },
    } as View
    const reference = listen()
    await reference.engine.restore(whole.said('checkpoint').at(-1)!.checkpoint)
    const frames = []
    for (const { engine, said } of [whole, reference]) {
      await engine.call('watch', { views: [view] })
      while (said('frame').length === 0) await new Promise((resolve) => setImmediate(resolve))
      frames.push(said('frame')[0].frame as FieldFrame)
    }
    await reference.engine.dispose()
    expectClose(frames[0].logDet, frames[1].logDet, 1e-4)
    expectClose(frames[0].jacobians, frames[1].jacobians, 1e-4)
  })

  it('gives back the memory of a document that another one replaces', async () => {
    await other.engine.call('open', { document })
    const before = backend().numDataIds()
    await other.engine.call('train', {})
    await other.engine.call('probe', { points: Float64Array.of(0, 0) })
    expect(backend().numDataIds()).toBeGreaterThan(before)
    await other.engine.call('open', { document })
    expect(backend().numDataIds()).toBe(before)
  })
})
