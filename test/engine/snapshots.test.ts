import { describe, expect, it } from 'vitest'
import { Snapshots } from '@shared/engine/snapshots'
import { smallDocument } from './documents'
import { usualSettings } from '@shared/rpc/protocol'
import { listen } from './fakeHost'

/** What a run of so many steps keeps, of weights of `size` numbers. */
function run(steps: number, size: number, limits?: { bytes: number; count: number }): Snapshots {
  const snapshots = new Snapshots(limits)
  snapshots.begin()
  for (let step = 0; step <= steps; step++)
    if (step >= snapshots.next)
      snapshots.keep(
        step,
        Float64Array.from({ length: size }, () => step),
      )
  return snapshots
}

describe('snapshots', () => {
  it('lie closely at first and ever wider apart', () => {
    const { steps } = run(10_000, 3).list
    expect(steps.slice(0, 21)).toEqual(Array.from({ length: 21 }, (_, i) => i))
    const growths = steps.slice(30).map((step, i) => step / steps[29 + i])
    expect(Math.max(...growths)).toBeLessThan(1.07)
    expect(Math.min(...growths)).toBeGreaterThan(1.02)
    expect(steps.length).toBeLessThan(160)
  })

  it('stay within their memory and still go from the first step to the last, evenly', () => {
    const { list } = run(10_000, 100, { bytes: 20 * 400, count: 256 })
    expect(list.bytes).toBeLessThanOrEqual(list.limit)
    expect(list.steps).toHaveLength(20)
    expect(list.steps[0]).toBe(0)
    expect(list.steps.at(-1)).toBeGreaterThan(9500)
    const gaps = list.steps.slice(1).map((step, i) => Math.log1p(step) - Math.log1p(list.steps[i]))
    expect(Math.max(...gaps)).toBeLessThan((3 * Math.log(10_000)) / 20)
  })

  it('give for a step the last one at or before it', () => {
    const snapshots = run(1000, 1)
    const { steps } = snapshots.list
    expect(snapshots.at(17)).toEqual({ step: 17, theta: Float32Array.of(17) })
    const before = steps.findLast((step) => step <= 777)!
    expect(before).toBeLessThan(777)
    expect(snapshots.at(777)!.step).toBe(before)
  })

  it('give for a step before all of them the first', () => {
    const snapshots = new Snapshots()
    expect(snapshots.at(3)).toBeNull()
    snapshots.keep(500, Float64Array.of(1))
    expect(snapshots.at(3)!.step).toBe(500)
  })

  it('lose no digit of the weights', () => {
    const snapshots = new Snapshots()
    const theta = Float64Array.of(0.1, 1)
    snapshots.keep(0, theta)
    theta[0] = 5
    expect([...snapshots.at(0)!.theta]).toEqual([0.1, 1])
  })

  it('are news once', () => {
    const snapshots = run(3, 1)
    expect(snapshots.news()!.steps).toEqual([0, 1, 2, 3])
    expect(snapshots.news()).toBeNull()
  })
})

describe('an engine', () => {
  it('keeps snapshots of a run, tells of them and shows them at their own steps', async () => {
    const { engine, said, until, quiet } = listen()
    await engine.call('open', { document: smallDocument({ steps: 60 }) })
    await engine.call('watch', { views: [{ kind: 'samples', id: 'fresh', count: 5, seed: 1 }] })
    await quiet()
    await engine.call('train', {})
    await until('finished')
    await quiet()
    const { steps } = (await engine.call('attach', {})).snapshots
    expect(said('snapshots').at(-1)!.snapshots.steps).toEqual(steps)
    expect([steps[0], steps.at(-1)]).toEqual([0, 60])
    expect(said('snapshots').length).toBeLessThanOrEqual(said('status').length)

    const at = (step: number) => ({ kind: 'samples' as const, id: `at ${step}`, at: step, count: 5, seed: 1 })
    const missing = Array.from({ length: 60 }, (_, step) => step).find((step) => !steps.includes(step))!
    await engine.call('watch', { views: [at(0), at(missing)] })
    await quiet()
    const frames = said('frame').map(({ frame }) => frame)
    const [old, between] = frames.slice(-2)
    expect([old.view, old.step]).toEqual(['at 0', 0])
    expect(between.step).toBe(missing - 1)
    const points = (frame: (typeof frames)[number]) => (frame.kind === 'samples' ? frame.points : null)
    expect(points(old)).toEqual(points(frames[0]))
    expect(points(old)).not.toEqual(points(between))
    await engine.dispose()
  })

  it('answers probes by the weights of a snapshot', async () => {
    const { engine, until } = listen()
    await engine.call('open', { document: smallDocument({ steps: 20 }) })
    const points = Float64Array.of(0.3, -0.2, 1, 0.5)
    const untrained = await engine.call('probe', { points })
    await engine.call('train', {})
    await until('finished')
    expect(await engine.call('probe', { points, at: 0 })).toEqual(untrained)
    expect(await engine.call('probe', { points })).not.toEqual(untrained)
    await engine.dispose()
  })

  it('draws a snapshot once, however long training goes on', async () => {
    const { engine, said, until, quiet } = listen()
    await engine.call('open', { document: smallDocument() })
    await engine.call('watch', { views: [{ kind: 'samples', id: 's', at: 0, count: 5, seed: 1 }] })
    await quiet()
    await engine.call('credit', { view: 's' })
    await engine.call('train', {})
    await until('finished')
    await quiet()
    expect(said('frame')).toHaveLength(1)
    await engine.dispose()
  })

  it('forgets them on reset and with the document', async () => {
    const { engine, said, until } = listen()
    const document = smallDocument()
    await engine.call('open', { document })
    await engine.call('train', {})
    await until('finished')
    await engine.call('reset', { seed: 2 })
    expect(said('snapshots').at(-1)!.snapshots.steps).toEqual([0])
    await engine.call('train', {})
    await until('finished')
    await engine.call('open', { document })
    expect((await engine.call('attach', {})).snapshots.steps).toEqual([0])
    await engine.dispose()
  })

  it('keeps them when the same run goes on otherwise', async () => {
    const { engine, until } = listen()
    await engine.call('open', { document: smallDocument() })
    await engine.call('step', { count: 12 })
    await until('paused')
    const { snapshots } = await engine.call('attach', {})
    expect(snapshots.steps.at(-1)).toBe(12)
    await engine.call('configure', { ...usualSettings, precision: 'float64' })
    expect((await engine.call('attach', {})).snapshots).toEqual(snapshots)
    await engine.dispose()
  })
})
