import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { FlowDocument } from '@shared/document/schema'
import type { SweepPlan } from '@shared/document/sweep/plan'
import { readCheckpoint } from '@shared/engine/checkpoint'
import type { HostEvent, LibraryMethod, LibraryParams, RunDeeds, RunMark } from '@shared/rpc/protocol'
import { noCheckpoints } from '../../../src/main/store/checkpoints'
import { Library } from '../../../src/main/store/runs/library'
import { createRunStore, type RunStore } from '../../../src/main/store/runs/runStore'
import { smallDocument } from '../../engine/documents'
import { checkpointAt, markOf } from './checkpointAt'

interface Held {
  readonly document: FlowDocument
  readonly until: number
  step: number
  state: RunMark['state']
}

/** An engine that takes steps when it is told to, and can be killed. */
function fakeEngine(hear: (event: Parameters<RunStore['hear']>[0]) => void) {
  const held = new Map<string, Held>()
  const begun: string[] = []
  const of = (entry: string, { step, state }: Held) => markOf(entry, step, { state })
  const say = () => {
    const runs = [...held].map(([entry, run]) => ({ entry, mark: of(entry, run), step: run.step, steps: run.document.training.steps, stepsPerSecond: 1, best: null })) // prettier-ignore
    hear({ event: 'enrolled', runs })
  }
  const bytesOf = (entry: string, run: Held) => checkpointAt(entry, run.step, { state: run.state }, run.document)
  return {
    held,
    /** Each time that a run was begun or gone on with, and from which step. */
    begun,
    refuse: null as string | null,
    async library(method: LibraryMethod, params: LibraryParams[LibraryMethod]): Promise<never> {
      await Promise.resolve()
      if (method === 'enrol') {
        const { entry, from, until } = params as LibraryParams['enrol']
        if (this.refuse) throw new Error(this.refuse)
        const kept = 'checkpoint' in from ? readCheckpoint(from.checkpoint) : null
        if (kept && !kept.ok) throw new Error(kept.issues[0].message)
        const document = kept?.ok ? kept.value.document : (from as { document: FlowDocument }).document
        const step = kept?.ok ? kept.value.trainer.step : 0
        held.set(entry, { document, step, until: until ?? document.training.steps, state: 'training' })
        begun.push(`${entry}@${step}`)
        return { step } as never
      }
      const { entry } = params as LibraryParams['release']
      const run = held.get(entry)
      if (!run) return null as never
      if (run.state === 'training') run.state = 'paused'
      held.delete(entry)
      return {
        checkpoint: bytesOf(entry, run),
        test: (params as LibraryParams['release']).judge ? { nll: 2, untested: null } : null,
      } as never
    },
    /** Trains each run for so many steps, or to where it is to rest; `checkpoint` sends one of each. */
    train(steps = Infinity, checkpoint = false) {
      for (const [entry, run] of held) {
        run.step = Math.min(run.until, run.step + steps)
        const over = run.step >= run.document.training.steps
        if (run.step >= run.until) run.state = over ? 'finished' : 'paused'
        if (checkpoint) hear({ event: 'checkpoint', checkpoint: bytesOf(entry, run), run: of(entry, run), entry })
      }
      say()
    },
    die: () => {
      held.clear()
    },
  }
}

describe('the queue of runs', () => {
  let folder: string
  let engine: ReturnType<typeof fakeEngine>
  let store: RunStore
  let deeds: RunDeeds
  let told: HostEvent[]
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'diffeo-queue-'))
    await start()
  })
  afterEach(async () => {
    await ended()
    await rm(folder, { recursive: true, maxRetries: 5 })
  })

  /** The app starts, with what is kept in the folder. */
  async function start() {
    told = []
    engine = fakeEngine((event) => {
      store.hear(event)
    })
    const warn = (message: string) => {
      throw new Error(message)
    }
    store = createRunStore({ folder, engine, checkpoints: noCheckpoints, warn, tell: (event) => told.push(event) })
    ;({ deeds } = store)
    await store.start()
  }
  /** The app ends; what is being written is written. */
  async function ended() {
    store.end()
    await deeds.dequeueRuns({ runs: [] })
    await deeds.keptRuns({})
  }
  /** The app is killed and started again. */
  async function restart() {
    await ended()
    await start()
  }
  const enqueue = async (steps = 40) => (await deeds.enqueueRun({ document: smallDocument({ steps }) })).run
  const stateOf = async (id: string) => (await deeds.keptRuns({})).runs.find((run) => run.id === id)
  const entries = async () => (await deeds.runQueue({})).entries.map(({ run, state }) => [run, state])
  /** However busy the machine is. */
  const until = (met: () => unknown) => vi.waitFor(met, { timeout: 20_000 })
  /** The run at work is trained to its end, and the next is begun. */
  const trainedDownTo = async (left: number) => {
    engine.train()
    await until(async () => {
      expect(await entries()).toHaveLength(left)
      expect(engine.held.size).toBe(Math.min(1, left))
    })
  }
  const emptied = () => until(async () => expect(await entries()).toEqual([]))
  const atWork = (run: string) => until(() => expect([...engine.held.keys()]).toContain(run))

  it('trains its runs one after the other, and keeps what became of each', async () => {
    const [a, b] = [await enqueue(), await enqueue(20)]
    expect(await entries()).toEqual([[a, 'training'], [b, 'waiting']]) // prettier-ignore
    expect(await stateOf(b)).toMatchObject({ state: 'queued', resumable: false })
    engine.train()
    await atWork(b)
    expect(await stateOf(a)).toMatchObject({ state: 'finished', step: 40, testNll: 2, best: 1 / 40 })
    engine.train()
    await emptied()
    expect(await stateOf(b)).toMatchObject({ state: 'finished', step: 20 })
  })

  it('trains as many at once as it may', async () => {
    const [a, b, c] = [await enqueue(), await enqueue(), await enqueue()]
    await deeds.setQueue({ atOnce: 2 })
    expect(await entries()).toEqual([[a, 'training'], [b, 'training'], [c, 'waiting']]) // prettier-ignore
  })

  it('takes those that wait in another order, and lets one go', async () => {
    const [a, b, c] = [await enqueue(), await enqueue(), await enqueue()]
    await deeds.moveInQueue({ run: c, to: 1 })
    await deeds.dequeueRuns({ runs: [b] })
    expect((await entries()).map(([run]) => run)).toEqual([a, c])
    expect(await stateOf(b)).toBeUndefined() // it had not begun
    engine.train(5)
    await deeds.dequeueRuns({ runs: [a] })
    expect(await stateOf(a)).toMatchObject({ state: 'stopped', step: 5, resumable: true })
    await atWork(c)
  })

  it('has forgotten runs back where they were: those that waited wait, one on its way goes on', async () => {
    const [a, b, c] = [await enqueue(), await enqueue(), await enqueue()]
    engine.train(5)
    await deeds.forgetRuns({ runs: [a, c] })
    await atWork(b)
    expect((await deeds.keptRuns({})).runs.map(({ id }) => id)).toEqual([b])
    expect(await entries()).toEqual([[b, 'training']])
    const { runs } = await deeds.recallRuns({})
    expect([...runs].sort()).toEqual([a, c].sort())
    expect(await entries()).toEqual([[b, 'training'], [a, 'waiting'], [c, 'waiting']]) // prettier-ignore
    await trainedDownTo(2)
    await atWork(a)
    expect(engine.begun).toEqual([`${a}@0`, `${b}@0`, `${a}@5`])
    await trainedDownTo(1)
    expect(engine.begun.at(-1)).toBe(`${c}@0`)
  })

  it('rests when it is paused and goes on from there', async () => {
    const a = await enqueue()
    engine.train(7)
    await deeds.setQueue({ paused: true })
    expect(await entries()).toEqual([[a, 'waiting']])
    expect(await stateOf(a)).toMatchObject({ state: 'queued', step: 7 })
    await deeds.setQueue({ paused: false })
    expect(engine.begun).toEqual([`${a}@0`, `${a}@7`])
  })

  it('goes on after the engine has ended, from the last checkpoint', async () => {
    const [a, b] = [await enqueue(), await enqueue()]
    engine.train(9, true)
    engine.die()
    store.hearSaid({ event: 'engine-lost', reason: 'killed' })
    expect((await entries())[0]).toEqual([a, 'waiting'])
    store.hearSaid({ event: 'engine-restored', resumedAt: null })
    await atWork(a)
    expect(engine.begun).toEqual([`${a}@0`, `${a}@9`])
    engine.train()
    await atWork(b)
  })

  it('does not try a run for ever that ends the engine each time', async () => {
    const [a, b] = [await enqueue(), await enqueue()]
    for (let death = 1; death <= 3; death++) {
      await atWork(a)
      engine.die()
      store.hearSaid({ event: 'engine-lost', reason: 'killed' })
      store.hearSaid({ event: 'engine-restored', resumedAt: null })
    }
    await atWork(b)
    expect(await stateOf(a)).toMatchObject({ state: 'failed', reason: expect.stringContaining('3 times') as string })
  })

  it('says of a run that cannot begin why, and takes the next', async () => {
    engine.refuse = 'Block 1 "affine": something is wrong.'
    const a = await enqueue()
    engine.refuse = null
    const b = await enqueue()
    expect(await stateOf(a)).toMatchObject({ state: 'failed', reason: 'Block 1 "affine": something is wrong.' })
    expect(await entries()).toEqual([[b, 'training']])
  })

  it('is as it was after the app was killed: order, pause, and the step of the one on its way', async () => {
    const [a, b] = [await enqueue(), await enqueue()]
    engine.train(9, true)
    await restart()
    expect(await entries()).toEqual([[a, 'training'], [b, 'waiting']]) // prettier-ignore
    expect(engine.begun).toEqual([`${a}@9`])
    await deeds.setQueue({ paused: true })
    await restart()
    expect(await entries()).toEqual([[a, 'waiting'], [b, 'waiting']]) // prettier-ignore
    expect(engine.begun).toEqual([])
  })

  it('goes on with a run of the library that rests', async () => {
    const a = await enqueue()
    engine.train(5)
    await deeds.dequeueRuns({ runs: [a] })
    await deeds.requeueRuns({ runs: [a] })
    expect(engine.begun).toEqual([`${a}@0`, `${a}@5`])
  })

  it('trains what was to wait when the app was ended before that was noted, and forgets what a sweep never began', async () => {
    const library = new Library({ folder, warn: () => undefined, changed: () => undefined })
    const began = '2026-01-01T00:00:00.000Z'
    await library.add({ id: 'lone', began, document: smallDocument(), sweep: null })
    await library.add({ id: 'of-none', began, document: smallDocument(), sweep: 'never' })
    await restart()
    expect(await entries()).toEqual([['lone', 'training']])
    expect(await stateOf('of-none')).toBeUndefined()
  })

  describe('with a sweep', () => {
    const axes: SweepPlan['axes'] = [
      { path: 'training.optimizer.learningRate', values: { kind: 'list', values: [0.1, 0.01, 0.001, 0.0001] } },
      { path: 'training.batchSize', values: { kind: 'list', values: [16, 32, 64] } },
    ]
    const begin = (plan: Partial<SweepPlan> = {}, steps = 40) =>
      deeds.beginSweep({ name: 'Rates', document: smallDocument({ steps }), plan: { axes, search: { kind: 'grid' }, seeds: [1], ...plan } }) // prettier-ignore

    it('trains all of a grid, through a restart half-way', async () => {
      await begin()
      expect((await deeds.runQueue({})).entries).toHaveLength(12)
      for (let left = 11; left >= 6; left--) {
        await trainedDownTo(left)
      }
      engine.train(5, true)
      await restart()
      expect(engine.begun.map((run) => run.split('@')[1])).toEqual(['5'])
      expect((await deeds.runQueue({})).entries).toHaveLength(6)
      for (let left = 5; left >= 0; left--) {
        await trainedDownTo(left)
      }
      const [sweep] = await deeds.keptSweeps({})
      const { runs } = await deeds.keptRuns({})
      expect(sweep.runs).toHaveLength(12)
      for (const { run } of sweep.runs)
        expect(runs.find(({ id }) => id === run)).toMatchObject({ state: 'finished', sweep: sweep.id, step: 40 })
    })

    it('halves: all to the first rung, then the best on from where they rest', async () => {
      await begin({ search: { kind: 'halving', count: 4, seed: 1, eta: 2, least: 10 } })
      for (let n = 0; n < 20 && (await entries()).length > 0; n++) {
        const before = engine.begun.length
        const last = (await entries()).length === 1 && [...engine.held.values()][0].until === 40
        engine.train()
        if (last) await emptied()
        else await until(() => expect(engine.begun.length).toBeGreaterThan(before))
      }
      const steps = (await deeds.keptRuns({})).runs.map(({ step }) => step).sort((a, b) => a - b)
      expect(steps).toEqual([10, 10, 20, 40])
      expect(engine.begun.map((run) => run.split('@')[1])).toEqual(['0', '0', '0', '0', '10', '10', '20'])
    })

    it('begins nothing where a variant is wrong', async () => {
      const wrong = [{ path: 'training.batchSize', values: { kind: 'list' as const, values: [16, 0] } }]
      await expect(begin({ axes: wrong })).rejects.toThrow('Variant 2')
      expect((await deeds.keptRuns({})).runs).toEqual([])
    })
  })

  it('tells that it has changed', async () => {
    await enqueue()
    await until(() => expect(told.map(({ event }) => event)).toEqual(expect.arrayContaining(['runs-changed', 'queue-changed']))) // prettier-ignore
  })
})
