import { describe, expect, it } from 'vitest'
import { readCheckpoint } from '@shared/engine/checkpoint'
import type { FlowDocument } from '@shared/document/schema'
import type { Released } from '@shared/rpc/protocol'
import { smallDocument } from './documents'
import { listen, type Listened } from './fakeHost'

const document = smallDocument({ steps: 30 })
const mark = (id: string) => ({ id, began: '2026-01-01T00:00:00.000Z', from: 0 })
const turn = () => new Promise((resolve) => setImmediate(resolve))

const enrol = (
  { engine }: Listened,
  entry: string,
  from: { document: FlowDocument } | { checkpoint: Uint8Array },
  until: number | null = null,
) =>
  // prettier-ignore
  engine.library('enrol', { entry, mark: mark(entry), from, until })
async function rests({ said }: Listened, entry: string): Promise<string> {
  for (;;) {
    const run = said('enrolled')
      .at(-1)
      ?.runs.find((one) => one.entry === entry)
    if (run && run.mark.state !== 'training') return run.mark.state
    await turn()
  }
}
const release = async ({ engine }: Listened, entry: string, judge = false): Promise<Released> =>
  (await engine.library('release', { entry, judge }))!
const kept = ({ checkpoint }: Pick<Released, 'checkpoint'>) => {
  const outcome = readCheckpoint(checkpoint)
  if (!outcome.ok) throw new Error(outcome.issues[0].message)
  return outcome.value
}

describe('runs of the queue', () => {
  it('train to their end beside nothing at all, and are judged by the test rows', async () => {
    const listened = listen()
    await enrol(listened, 'a', { document })
    expect(await rests(listened, 'a')).toBe('finished')
    const released = await release(listened, 'a', true)
    expect(released.test?.nll).toBeTypeOf('number')
    expect(kept(released).run).toMatchObject({ id: 'a', state: 'finished', reason: 'steps', step: 30 })
    expect(await listened.engine.library('release', { entry: 'a', judge: false })).toBeNull()
  })

  it('give the same curves and weights for the same document and seed, on the screen or off it', async () => {
    const listened = listen()
    const { engine, until, quiet, said } = listened
    await engine.call('turnTo', { tab: 'one' })
    await engine.call('open', { document })
    await engine.call('train', {})
    await enrol(listened, 'a', { document })
    await enrol(listened, 'b', { document })
    await until('finished')
    await rests(listened, 'a')
    await rests(listened, 'b')
    await quiet()
    const shown = kept(said('checkpoint').findLast(({ tab }) => tab === 'one')!)
    const [a, b] = [kept(await release(listened, 'a')), kept(await release(listened, 'b'))]
    const { seconds: _, ...curves } = a.trainer.history
    expect(b.trainer.history).toMatchObject(curves)
    expect(shown.trainer.history).toMatchObject(curves)
    expect(b.trainer.theta).toEqual(a.trainer.theta)
    expect(shown.trainer.theta).toEqual(a.trainer.theta)
  })

  it('rest at the step they are given, and go on from there to the same end', async () => {
    const straight = listen()
    await enrol(straight, 'a', { document })
    await rests(straight, 'a')
    const whole = kept(await release(straight, 'a'))

    const listened = listen()
    await enrol(listened, 'a', { document }, 12)
    expect(await rests(listened, 'a')).toBe('paused')
    const half = await release(listened, 'a')
    expect(kept(half).trainer.step).toBe(12)
    const later = listen()
    expect(await enrol(later, 'a', { checkpoint: half.checkpoint })).toEqual({ step: 12 })
    await rests(later, 'a')
    const end = kept(await release(later, 'a'))
    expect(end.trainer.theta).toEqual(whole.trainer.theta)
    expect(end.trainer.history.trainLoss).toEqual(whole.trainer.history.trainLoss)
  })

  it('are no tabs: they are neither listed as such nor shown', async () => {
    const listened = listen()
    await enrol(listened, 'a', { document })
    await rests(listened, 'a')
    expect((await listened.engine.call('attach', {})).putBy.tabs).toEqual([])
    expect(listened.said('metrics')).toEqual([])
    expect(listened.said('checkpoint').every(({ entry, tab }) => entry === 'a' && tab === undefined)).toBe(true)
  })

  it('are refused under a name that is taken, and with a document that is wrong', async () => {
    const listened = listen()
    await enrol(listened, 'a', { document })
    await expect(enrol(listened, 'a', { document })).rejects.toThrow('in the engine already')
    const wrong = { ...document, graph: { ...document.graph, edges: [] } }
    await expect(enrol(listened, 'b', { document: wrong })).rejects.toThrow()
  })
})

describe('a run of a tab', () => {
  const opened = async (of = document) => {
    const listened = listen()
    await listened.engine.call('turnTo', { tab: 'one' })
    await listened.engine.call('open', { document: of })
    return listened
  }
  const runs = ({ said }: Listened) => said('checkpoint').map(({ run, left }) => ({ ...run!, left }))

  it('has a name of its own from open to reset, and rests under it', async () => {
    const listened = await opened()
    const { engine, until, quiet } = listened
    await engine.call('train', {})
    await until('finished')
    await quiet()
    const first = runs(listened).at(-1)!
    expect(first).toMatchObject({ state: 'finished', step: 30, from: 0 })
    await engine.call('reset', { seed: 5 })
    await engine.call('step', { count: 3 })
    await until('paused')
    await quiet()
    const second = runs(listened).at(-1)!
    expect(second).toMatchObject({ state: 'paused', step: 3 })
    expect(second.id).not.toBe(first.id)
  })

  it('is the same run after an edit that it goes on with', async () => {
    const listened = await opened()
    const { engine, until, quiet } = listened
    await engine.call('step', { count: 10 })
    await until('paused')
    await quiet()
    const edited = { ...document, training: { ...document.training, optimizer: { ...document.training.optimizer, learningRate: 0.02 } } } // prettier-ignore
    await engine.call('open', { document: edited, edited: true })
    await engine.call('step', { count: 2 })
    await until('paused')
    await quiet()
    const [first, last] = [runs(listened)[0], runs(listened).at(-1)!]
    expect(last).toMatchObject({ id: first.id, step: 12 })
  })

  it('says where it stood when another takes its place in the middle of training', async () => {
    const listened = await opened(smallDocument({ steps: 1_000_000 }))
    const { engine, said } = listened
    await engine.call('train', {})
    while ((said('status').at(-1)?.status.step ?? 0) < 3) await turn()
    await engine.call('reset', { seed: 5 })
    const left = runs(listened).findLast(({ id }) => id === runs(listened)[0].id)!
    expect(left.state).toBe('paused')
    expect(left.step).toBeGreaterThanOrEqual(3)
  })

  it('goes on under its name from a checkpoint', async () => {
    const listened = await opened()
    const { engine, until, quiet, said } = listened
    await engine.call('step', { count: 10 })
    await until('paused')
    await quiet()
    const { checkpoint, run } = said('checkpoint').at(-1)!
    const later = listen()
    await later.engine.call('turnTo', { tab: 'one' })
    await later.engine.restore(checkpoint)
    await later.engine.call('step', { count: 1 })
    await later.until('paused')
    await later.quiet()
    expect(runs(later).at(-1)).toMatchObject({ id: run!.id, began: run!.began, step: 11 })
  })
})

describe('pictures of runs that are not held', () => {
  it('are densities on one grid, the same as a probe of the model', async () => {
    const listened = listen()
    const { engine } = listened
    await enrol(listened, 'a', { document })
    await rests(listened, 'a')
    const { checkpoint } = await release(listened, 'a')
    const { bounds, resolution, pictures } = await engine.library('picturesOf', {
      checkpoints: [checkpoint, Uint8Array.of(1, 2)],
      resolution: 8,
    })
    const [density, broken] = pictures
    expect(broken.kind).toBe('none')
    if (density.kind !== 'density') throw new Error(`expected a density, got ${density.kind}`)
    const model = await engine.library('modelOf', { checkpoint })
    await engine.call('openModel', { model })
    const points = Float64Array.of(bounds[0], bounds[2], bounds[1], bounds[3])
    const { logDensity } = await engine.call('probe', { points })
    expect(density.logDensity[0]).toBeCloseTo(logDensity[0], 3)
    expect(density.logDensity[resolution ** 2 - 1]).toBeCloseTo(logDensity[1], 3)
    expect(model.metrics.testNll).toBeTypeOf('number')
  })

  it('of more than two dimensions are draws, seen by the columns that are asked for', async () => {
    const listened = listen()
    const { engine } = listened
    const source = { ...document.data.source, name: 'trefoil', settings: {} } as typeof document.data.source
    await enrol(listened, 'flat', { document })
    await enrol(listened, 'knot', { document: { ...document, data: { ...document.data, source } } })
    await rests(listened, 'flat')
    await rests(listened, 'knot')
    const checkpoints = [(await release(listened, 'flat')).checkpoint, (await release(listened, 'knot')).checkpoint]
    const seen = async (columns?: readonly [number, number]) => {
      const { pictures, ...rest } = await engine.library('picturesOf', { checkpoints, resolution: 8, columns })
      const [, draws] = pictures
      const points = draws.kind === 'samples' ? draws.points : new Float32Array(0)
      return { ...rest, draws, across: points.filter((_, i) => i % 2 === 0), up: points.filter((_, i) => i % 2 === 1) }
    }
    const [usual, turned] = [await seen(), await seen([2, 0])]
    expect(usual.columns).toEqual(['x', 'y', 'z'])
    expect(usual.across).not.toHaveLength(0)
    expect(turned.up).toEqual(usual.across)
    expect(turned.across).not.toEqual(usual.up)
    expect(turned.bounds).not.toEqual(usual.bounds)
    const { draws } = await seen([0, 3])
    expect(draws).toEqual({ kind: 'none', reason: 'This run is of 3 columns: it has no column 4.' })
    expect((await engine.library('picturesOf', { checkpoints: [checkpoints[0]], resolution: 8 })).columns).toBeNull()
  })
})
