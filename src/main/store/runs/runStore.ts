import { randomUUID } from 'node:crypto'
import type { FlowDocument } from '@shared/document/schema'
import { comparedCsv, metricsCsv } from '@shared/learn/exporters/metrics/csv'
import { metricsJsonLines } from '@shared/learn/exporters/metrics/jsonLines'
import type { MeasuredRun } from '@shared/learn/exporters/metrics/measurements'
import { metricsEvents } from '@shared/learn/exporters/metrics/tensorboard/events'
import { readCheckpoint, writeCheckpoint } from '@shared/engine/checkpoint'
import { valueOf } from '@shared/engine/outcome'
import { RpcFailure } from '@shared/rpc/failure'
import type { HostEvent, RunDeeds } from '@shared/rpc/protocol'
import type { KeptCheckpoints } from '../checkpoints'
import type { LibraryEvent, SaidEvent } from '../../engine/supervisor'
import { Library, type LibraryLimits } from './library'
import { Queue, type Taken } from './queue'
import { scored } from './record'
import { Sweeps } from './sweeps'
import type { QueueEngine } from './workplace'

export interface RunStoreOptions {
  readonly folder: string
  readonly engine: QueueEngine
  /** Where the run of a tab goes on from. */
  readonly checkpoints: KeptCheckpoints
  warn(message: string): void
  tell(event: HostEvent): void
  readonly limits?: LibraryLimits
}

/** Milliseconds between two tellings that the library, or the queue, has changed. */
const NEWS_MS = 250

/** All that the host knows of runs beyond the tabs: the library, the queue and the sweeps, with the calls about them. */
export interface RunStore {
  readonly deeds: RunDeeds
  /** What the engine says of runs. */
  hear(event: LibraryEvent): void
  /** What the engine and its guard say to all. */
  hearSaid(event: SaidEvent): void
  /** Takes up the queue as it was kept. */
  start(): Promise<void>
  /** Nothing is begun any more. */
  end(): void
}

export function createRunStore({ folder, engine, checkpoints, warn, tell, limits }: RunStoreOptions): RunStore {
  const tellChange = soon(() => {
    tell({ event: 'runs-changed' })
  })
  const tellQueue = soon(() => {
    tell({ event: 'queue-changed', queue: queue.state })
  })
  const library = new Library({ folder, warn, changed: tellChange, limits })
  const sweeps = new Sweeps({ folder, library, warn, changed: tellChange })
  const queue = new Queue({ folder, library, engine, warn, changed: tellQueue, left: (run) => sweeps.next(run) })

  const enqueue = async (document: FlowDocument): Promise<string> => {
    const id = randomUUID()
    await library.add({ id, began: new Date().toISOString(), document, sweep: null })
    await queue.add([id])
    return id
  }

  const checkpointOf = async (run: string): Promise<Uint8Array> => {
    const bytes = await library.checkpoint(run)
    if (!bytes) throw new RpcFailure('This run has no weights yet. Train it first.')
    return bytes
  }

  const measuredOf = async (run: string): Promise<MeasuredRun> => {
    const { document, trainer, run: mark } = await library.contents(run)
    return { document, began: Date.parse(mark?.began ?? new Date().toISOString()), curves: [trainer.history] }
  }

  /** Out of the queue, when runs were last forgotten. */
  let taken: readonly Taken[] = []

  const deeds: RunDeeds = {
    keptRuns: () => library.list(),
    keptSweeps: () => sweeps.list(),
    runQueue: () => Promise.resolve(queue.state),
    renameRun: ({ run, name }) => library.rename(run, name).then(nothing),
    pinRun: ({ run, pinned }) => library.pin(run, pinned).then(nothing),
    setBaseline: ({ run }) => library.setBaseline(run).then(nothing),
    async forgetRuns({ runs }) {
      taken = await queue.remove(runs, true)
      await library.forget(runs)
      return null
    },
    async recallRuns() {
      const runs = await library.recall()
      for (const { run, until } of taken) if (runs.includes(run)) await queue.add([run], until)
      return { runs }
    },
    runCurves: ({ run }) => library.curves(run),
    runDocument: ({ run }) => library.document(run),
    async runModel({ run }) {
      const model = await engine.library('modelOf', { checkpoint: await checkpointOf(run) })
      const { testNll } = model.metrics
      if (testNll !== null) await library.note(run, scored({ nll: testNll, untested: null }))
      return model
    },
    async judgeRun({ run }) {
      const test = await engine.library('scoreOf', { checkpoint: await checkpointOf(run) })
      await library.note(run, scored(test))
      return test
    },
    async runPictures({ runs, ...how }) {
      const stored = await Promise.all(runs.map((run) => checkpointOf(run)))
      return engine.library('picturesOf', { checkpoints: stored, ...how })
    },
    async runMetrics({ run, format }) {
      const measured = await measuredOf(run)
      return { content: { csv: metricsCsv, jsonl: metricsJsonLines, tfevents: metricsEvents }[format](measured) }
    },
    async comparedMetrics({ runs }) {
      const measured = await Promise.all(runs.map(async ({ run, name }) => ({ name, run: await measuredOf(run) })))
      return { content: comparedCsv(measured) }
    },
    async resumeRun({ run, tab }) {
      const checkpoint = valueOf(readCheckpoint(await checkpointOf(run)))
      const { step } = checkpoint.trainer
      // A run of its own from here on: what is in the library stays as it was.
      const mark = { id: randomUUID(), began: new Date().toISOString(), from: step, step, state: 'paused' as const }
      // The seed is in the document, or showing that would be an edit that begins anew.
      const document = { ...checkpoint.document, training: { ...checkpoint.document.training, seed: checkpoint.trainer.seed } } // prettier-ignore
      checkpoints.keep(tab, writeCheckpoint({ ...checkpoint, document, training: false, run: mark, results: [] }))
      return { document, step }
    },
    enqueueRun: async ({ document }) => ({ run: await enqueue(document) }),
    requeueRuns: ({ runs }) => queue.add(runs).then(nothing),
    dequeueRuns: ({ runs }) => queue.remove(runs).then(nothing),
    moveInQueue: ({ run, to }) => queue.move(run, to).then(nothing),
    setQueue: async ({ paused, atOnce }) => {
      if (atOnce !== undefined) await queue.setAtOnce(atOnce)
      if (paused !== undefined) await (paused ? queue.pause() : queue.resume())
      return null
    },
    async beginSweep({ name, document, plan }) {
      const sweep = await sweeps.begin(name, document, plan)
      await takeUp()
      return { sweep }
    },
    forgetSweep: ({ sweep }) => sweeps.forget(sweep).then(nothing),
    async sweepDocument({ sweep }) {
      const document = await sweeps.document(sweep)
      if (!document) throw new RpcFailure('This sweep is no longer kept.')
      return document
    },
  }

  const takeUp = async () => {
    for (const { runs, until } of await sweeps.pending()) await queue.add(runs, until)
  }

  /** Runs that wait, though the app was ended before that was noted: they do, or go with the sweep that never was. */
  const mend = async () => {
    const { runs } = await library.list()
    const astray = runs.filter(({ id, state }) => (state === 'queued' || state === 'training') && !queue.has(id))
    await queue.add(astray.filter(({ sweep }) => sweep === null).map(({ id }) => id))
    await library.drop(astray.filter(({ sweep, step }) => sweep !== null && step === 0).map(({ id }) => id))
  }

  return {
    deeds,
    hear(event) {
      if (event.event === 'enrolled') queue.hear(event.runs)
      else if (event.event === 'judged') library.judged(event.run, event.step, event.test)
      else if (event.run) library.hear(event.checkpoint, event.run, event.entry !== undefined)
    },
    hearSaid({ event }) {
      if (event === 'engine-lost') queue.engineLost()
      if (event === 'engine-restored') queue.engineBack()
    },
    async start() {
      await queue.start()
      await takeUp()
      await mend()
    },
    end() {
      queue.end()
    },
  }
}

/** Says it after a moment, once for all that happens until then. */
function soon(say: () => void): () => void {
  let waits = false
  return () => {
    if (waits) return
    waits = true
    setTimeout(() => {
      waits = false
      say()
    }, NEWS_MS).unref()
  }
}

const nothing = () => null
