import { describe, expect, it } from 'vitest'
import type { Frame, View } from '@shared/rpc/protocol'
import { smallDocument } from '../documents'
import { fakeHost, listen, type Listened } from '../fakeHost'

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

  it('are computed in part while a run goes on, and in whole when it is over', async () => {
    let now = 0
    const listened = listen(fakeHost({ now: () => (now += 0.1) }))
    const { engine, said, until, quiet } = listened
    await engine.call('open', { document: smallDocument({ steps: 3000, validateEvery: 3000, checkpointEvery: 3000 }) })
    await engine.call('train', {})
    await engine.call('watch', { views: [density(96)] })
    await framesSent(listened, 1)
    await engine.call('credit', { view: 'd' })
    await framesSent(listened, 2)
    await engine.call('credit', { view: 'd' })
    await until('finished')
    await quiet()
    await engine.call('credit', { view: 'd' })
    await quiet()
    const frames = said('frame').map(({ frame }) => frame) as Extract<Frame, { kind: 'density' }>[]
    expect(frames[1]).toMatchObject({ resolution: 96 })
    expect(frames[1].computed).toBeLessThan(0.6 * 96 * 96)
    expect(frames.at(-1)).toMatchObject({ step: 3000, resolution: 96, computed: 96 * 96 })
    await engine.dispose()
  })

  it('do not turn coarser when a run is over', async () => {
    const listened = listen()
    const { engine, said, until, quiet } = listened
    await engine.call('open', { document: smallDocument({ steps: 3000, validateEvery: 3000, checkpointEvery: 3000 }) })
    await engine.call('train', {})
    await engine.call('watch', { views: [density(128)] })
    await framesSent(listened, 1)
    await until('finished')
    const live = said('frame').length
    await engine.call('watch', { views: [density(192)] })
    await quiet()
    await engine.call('credit', { view: 'd' })
    await quiet()
    const resolutions = said('frame').map(({ frame }) => (frame.kind === 'density' ? frame.resolution : 0))
    expect([resolutions[0], ...resolutions.slice(live)]).toEqual([96, 96, 192])
    await engine.dispose()
  })

  it('of several views come in turn while a run goes on', async () => {
    const { engine, said, events } = listen()
    await engine.call('open', { document: smallDocument({ steps: 4000, validateEvery: 4000, checkpointEvery: 4000 }) })
    const bounds: [number, number, number, number] = [-2, 3, -1.5, 2]
    const views: View[] = [
      { kind: 'density', id: 'density', bounds, resolution: 256 },
      { kind: 'samples', id: 'samples', count: 500, seed: 1 },
      { kind: 'layers', id: 'layers', points: { from: 'data', count: 100 } },
      {
        ...{ kind: 'field', id: 'field', direction: 'inverse', bounds, resolution: 64 },
        ...{ node: 'affine-2', cumulative: false, glyphs: 8 },
      },
    ]
    await engine.call('train', {})
    await engine.call('watch', { views })
    const shown = new Map(views.map(({ id }) => [id, 0]))
    let heard = 0
    while (said('status').at(-1)!.status.state.kind === 'training') {
      for (; heard < events.length; heard++) {
        const event = events[heard]
        if (event.event !== 'frame') continue
        shown.set(event.frame.view, shown.get(event.frame.view)! + 1)
        await engine.call('credit', { view: event.frame.view })
      }
      await new Promise((resolve) => setImmediate(resolve))
    }
    const counts = [...shown.values()]
    expect(Math.min(...counts)).toBeGreaterThan(1)
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
    await engine.dispose()
  })

  it('of another set of views do not show what was begun for the last', async () => {
    const { engine, said, quiet } = listen()
    await engine.call('open', { document: smallDocument() })
    await engine.call('watch', { views: [density(64)] })
    await engine.call('watch', { views: [{ ...density(64), bounds: [0, 1, 0, 1] } as View] })
    await quiet()
    expect(said('frame').map(({ frame }) => frame.kind === 'density' && frame.bounds)).toEqual([[0, 1, 0, 1]])
    await engine.dispose()
  })

  it('of views that have changed come first, and leave the others as fine as they were', async () => {
    const listened = listen()
    const { engine, said } = listened
    const other = (bounds: [number, number, number, number]): View => ({ ...density(96), id: 'other', bounds }) as View
    await engine.call('open', { document: smallDocument() })
    await engine.call('watch', { views: [density(192), other([0, 1, 0, 1])] })
    await framesSent(listened, 2)
    for (const view of ['d', 'other']) await engine.call('credit', { view })
    await framesSent(listened, 4)
    await engine.call('watch', { views: [density(192), other([0, 2, 0, 2])] })
    await framesSent(listened, 6)
    const [fifth, sixth] = said('frame').slice(4)
    expect(fifth.frame).toMatchObject({ view: 'other', bounds: [0, 2, 0, 2] })
    expect(sixth.frame).toMatchObject({ view: 'd', resolution: 192 })
    await engine.dispose()
  })
})
