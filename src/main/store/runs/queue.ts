import { join } from 'node:path'
import type { EnrolledRun, RunQueue } from '@shared/rpc/protocol'
import { createQueue } from '../files'
import { MOST_AT_ONCE, readQueue, writeQueue, type QueueEntry } from './queueFile'
import { wordsOf, Workplace, type WorkplaceOptions } from './workplace'

export interface QueueOptions extends WorkplaceOptions {
  readonly folder: string
  /** Told of each change of the list and of how far its runs have come. */
  changed(queue: RunQueue): void
  /**
   * A run has left the queue: it is over, has come to the step where it was to rest, or was taken out. Answers those that are
   * to go on now.
   */
  left?(run: string): Promise<{ readonly runs: readonly string[]; readonly until: number | null } | null>
}

/** A run at which the engine's process has ended so often is not tried again. */
const MOST_DEATHS = 3

/** A run that was in the queue, and the step at which it was to rest. */
export type Taken = Pick<QueueEntry, 'run' | 'until'>

/**
 * Runs that are trained one after the other, or so many at once, beside the tabs. The list outlives the app: a run that was on
 * its way goes on from its last checkpoint, also after the engine's process has ended.
 */
export class Queue {
  #entries: readonly QueueEntry[] = []
  #paused = false
  #atOnce = 1
  #ended = false
  readonly #atWork: Workplace
  readonly #inTurn = createQueue()
  readonly #path: string

  constructor(private readonly options: QueueOptions) {
    this.#path = join(options.folder, 'runs', 'queue.json')
    this.#atWork = new Workplace(options)
  }

  get state(): RunQueue {
    return {
      paused: this.#paused,
      atOnce: this.#atOnce,
      entries: this.#entries.map(({ run, until }) => {
        const live = this.#atWork.progressOf(run)
        return {
          run,
          state: this.#atWork.has(run) ? 'training' : 'waiting',
          step: live?.step ?? null,
          until,
          stepsPerSecond: live?.stepsPerSecond ?? 0,
          best: live?.best?.nll ?? null,
        }
      }),
    }
  }

  has(run: string): boolean {
    return this.#entries.some((entry) => entry.run === run)
  }

  /** Takes up the list as it was kept. */
  start(): Promise<void> {
    return this.#inTurn(async () => {
      const kept = await readQueue(this.#path, this.options.warn)
      this.#paused = kept?.paused ?? this.#paused
      this.#atOnce = kept?.atOnce ?? this.#atOnce
      for (const entry of kept?.entries ?? [])
        if (await this.options.library.find(entry.run)) this.#entries = [...this.#entries, entry]
      await this.#pump()
    })
  }

  /** Puts runs of the library at the end. Those that are in the queue already stay where they are. */
  add(runs: readonly string[], until: number | null = null): Promise<void> {
    return this.#change(() => this.#add(runs, until))
  }

  async #add(runs: readonly string[], until: number | null): Promise<void> {
    const fresh = runs.filter((run) => !this.has(run))
    this.#entries = [...this.#entries, ...fresh.map((run) => ({ run, until, deaths: 0 }))]
    for (const run of fresh) await this.options.library.note(run, { state: 'queued', reason: null })
  }

  /** Those on their way come to rest, and wait. */
  pause(): Promise<void> {
    return this.#change(async () => {
      this.#paused = true
      for (const run of this.#atWork.runs)
        if (await this.#atWork.rest(run)) await this.options.library.note(run, { state: 'queued' })
    })
  }

  resume(): Promise<void> {
    return this.#change(() => {
      this.#paused = false
    })
  }

  setAtOnce(count: number): Promise<void> {
    return this.#change(() => {
      this.#atOnce = Math.min(MOST_AT_ONCE, Math.max(1, count))
    })
  }

  /** Moves a run that waits to another place. */
  move(run: string, to: number): Promise<void> {
    return this.#change(() => {
      const entry = this.#entries.find((other) => other.run === run)
      if (entry) this.#entries = this.#entries.filter((other) => other !== entry).toSpliced(to, 0, entry)
    })
  }

  /**
   * Takes runs out; answers those that were in it. What one on its way has learnt is kept; one that has not begun leaves the
   * library too, unless `keeping`.
   */
  async remove(runs: readonly string[], keeping = false): Promise<readonly Taken[]> {
    let taken: readonly Taken[] = []
    await this.#change(async () => {
      taken = this.#entries.filter(({ run }) => runs.includes(run))
      for (const { run } of taken) {
        if (this.#atWork.has(run)) await this.#atWork.rest(run)
        this.#drop(run)
        const { resumable = false } = (await this.options.library.find(run)) ?? {}
        if (resumable || keeping) await this.options.library.note(run, { state: 'stopped' })
        else await this.options.library.drop([run])
        await this.#tellLeft(run)
      }
    })
    return taken
  }

  /** What the engine says of the runs that it trains. */
  hear(runs: readonly EnrolledRun[]): void {
    for (const run of runs)
      if (this.#atWork.hear(run) && run.mark.state !== 'training')
        void this.#change(() => this.#conclude(run)).catch(this.#warn)
    this.#tell()
  }

  /** The engine's process has ended; the runs that it had wait for the next one. */
  engineLost(): void {
    const had = this.#atWork.engineLost()
    const change = this.#change(async () => {
      this.#entries = this.#entries.map((entry) =>
        had.includes(entry.run) ? { ...entry, deaths: entry.deaths + 1 } : entry,
      )
      for (const { run } of this.#entries.filter((entry) => had.includes(entry.run)))
        await this.options.library.note(run, { state: 'queued' })
      for (const { run } of this.#entries.filter(({ deaths }) => deaths >= MOST_DEATHS))
        await this.#fail(
          run,
          `The engine process ended ${MOST_DEATHS} times with this run at work. It is not tried again by itself.`,
        )
    })
    change.catch(this.#warn)
  }

  engineBack(): void {
    this.#atWork.engineBack()
    void this.#change(() => undefined).catch(this.#warn)
  }

  /** Nothing is begun any more. */
  end(): void {
    this.#ended = true
  }

  /** Begins runs as long as there is room for them. */
  async #pump(): Promise<void> {
    while (!this.#paused && !this.#atWork.away && !this.#ended && this.#atWork.runs.length < this.#atOnce) {
      const next = this.#entries.find(({ run }) => !this.#atWork.has(run))
      if (!next) break
      await this.#begin(next)
    }
    this.#tell()
  }

  async #begin(entry: QueueEntry): Promise<void> {
    const became = await this.#atWork.begin(entry)
    if (became === 'unknown') this.#drop(entry.run)
    else if (typeof became === 'object') await this.#fail(entry.run, became.fault)
  }

  /** A run has come to rest by itself. */
  async #conclude({ entry: run, mark }: EnrolledRun): Promise<void> {
    if (!this.#atWork.has(run)) return // it was seen to already
    if (!(await this.#atWork.rest(run, mark.state === 'finished'))) return
    this.#drop(run)
    await this.#tellLeft(run)
  }

  async #fail(run: string, reason: string): Promise<void> {
    this.#drop(run)
    await this.options.library.note(run, { state: 'failed', reason })
    await this.#tellLeft(run)
  }

  #drop(run: string): void {
    this.#entries = this.#entries.filter((entry) => entry.run !== run)
    this.#atWork.drop(run)
  }

  /** Whoever hears of it may have others trained in consequence. */
  async #tellLeft(run: string): Promise<void> {
    const next = await this.options.left?.(run)
    if (next) await this.#add(next.runs, next.until)
  }

  #change(deed: () => void | Promise<void>): Promise<void> {
    return this.#inTurn(async () => {
      try {
        await deed()
        await this.#pump()
      } finally {
        await writeQueue(this.#path, { paused: this.#paused, atOnce: this.#atOnce, entries: [...this.#entries] })
        this.#tell()
      }
    })
  }

  #tell(): void {
    this.options.changed(this.state)
  }

  readonly #warn = (error: unknown): void => {
    this.options.warn(`The queue of runs: ${wordsOf(error)}`)
  }
}
