import { describe, expect, it } from 'vitest'
import type { View } from '@shared/rpc/protocol'
import { smallDocument } from '../documents'
import { listen, type Listened } from '../fakeHost'

const density = (resolution: number): View => ({ kind: 'density', id: 'd', bounds: [-2, 3, -1.5, 2], resolution })

async function framesSent({ said }: Listened, count: number): Promise<void> {
  while (said('frame').length < count) await new Promise((resolve) => setImmediate(resolve))
}

describe('pictures', () => {
  it('come coarsely first and in full when there is time', async () => {
    const listened = listen()
    const { engine, said } = listened
    await engine.call('open', { document: smallDocument() })
    await engine.call('watch', { views: [density(192)] })
    await framesSent(listened, 1)
    await engine.call('credit', { view: 'd' })
    await framesSent(listened, 2)
    const resolutions = said('frame').map(({ frame }) => (frame.kind === 'density' ? frame.resolution : 0))
    expect(resolutions[0]).toBeLessThan(192)
    expect(resolutions[1]).toBe(192)
    await engine.dispose()
  })

  it('of a run that begins are not held up by a full one', async () => {
    const listened = listen()
    const { engine, said, until } = listened
    // In full: a thousand runs of rows, each of which waits for a slice of training.
    await engine.call('open', { document: smallDocument({ steps: 5000, validateEvery: 5000, checkpointEvery: 5000 }) })
    await engine.call('watch', { views: [density(1024)] })
    await framesSent(listened, 1)
    await engine.call('credit', { view: 'd' })
    await engine.call('train', {})
    await until('finished')
    const live = said('frame').at(1)?.frame.step
    expect(live).toBeGreaterThan(0)
    expect(live).toBeLessThan(5000)
    await engine.dispose()
  })
})
