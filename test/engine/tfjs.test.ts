import { afterAll, describe, expect, it } from 'vitest'
import { backend } from '@tensorflow/tfjs-core'
import { backendOffers } from '../../src/main/engine/backends'
import { smallDocument } from './documents'
import { fakeHost, listen } from './fakeHost'

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
    const histories = await Promise.all(engines.map(async ({ engine }) => (await engine.call('attach', {})).history))
    expect(histories[1]).toEqual(histories[0])
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
