import { join } from 'node:path'
import { z } from 'zod'
import type { EnrolledRun, LibraryMethod, LibraryParams, LibraryResults, RunQueue } from '@shared/rpc/protocol'
import { RunId } from '@shared/rpc/protocol'
import { createQueue, readIfThere, setAside, writeWhole } from '../files'
import type { Library } from './library'

/** The part of the engine that trains runs beside the tabs. */
export interface QueueEngine {
  library<M extends LibraryMethod>(method: M, params: LibraryParams[M]): Promise<LibraryResults[M]>
}

export interface QueueOptions {
  readonly folder: string
  readonly library: Library
  readonly engine: QueueEngine
  warn(message: string): void
  /** Told of each change of the list and of how far its runs have come. */
  changed(queue: RunQueue): void
  /**
   * A run has left the queue: it is over, has come to the step where it was to rest, or was taken out. Answers those that are
   * to go on now.
   */
  left?(run: string): Promise<{ readonly runs: readonly string[]; readonly until: number | null } | null>
}

export const MOST_AT_ONCE = 4
/** A run at which the engine's process has ended so often is not tried again. */
const MOST_DEATHS = 3

const Entry = z.strictObject({
  run: RunId,
  /** The step at which it is to rest; null at its own end. */
  until: z.number().int().min(1).nullable(),
  /** How often the engine's process has ended with it at work. */
  deaths: z.number().int().min(0),
})
type Entry = z.infer<typeof Entry>
const File = z.strictObject({
  version: z.literal(1),
  paused: z.boolean(),
  atOnce: z.number().int().min(1).max(MOST_AT_ONCE),
  entries: z.array(Entry).max(10_000),
})

/**
 * Runs that are trained one after the other, or so many at once, beside the tabs. The list outlives the app: a run that was on
 * its way goes on from its last checkpoint, also after the engine's process has ended.
 */
export class Queue {
  #entries: readonly Entry[] = []
  #paused = false
  #atOnce = 1
  readonly #atWork = new Set<string>()
  readonly #progress = new Map<string, EnrolledRun>()
  /** Counts the engine's processes. */
  #life = 0
  /** The engine's process has ended, and there is none yet in its place. */
  #away = false
  #ended = false
  readonly #inTurn = createQueue()
  readonly #path: string

  constructor(private readonly options: QueueOptions) {
    this.#path = join(options.folder, 'runs', 'queue.json')
  }

  get state(): RunQueue {
    return {
      paused: this.#paused,
      atOnce: this.#atOnce,
      entries: this.#entries.map(({ run, until }) => {
        const live = this.#progress.get(run)
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
      const text = await readIfThere(this.#path)
      if (text !== null) await this.#read(text)
      await this.#pump()
    })
  }

  async #read(text: string): Promise<void> {
    const kept = File.safeParse(json(text))
    if (!kept.success) {
      const aside = await setAside(this.#path, new Date())
      this.options.warn(`The queue of runs is damaged; it was set aside as ${aside}.`)
      return
    }
    this.#paused = kept.data.paused
    this.#atOnce = kept.data.atOnce
    for (const entry of kept.data.entries)
      if (await this.options.library.find(entry.run)) this.#entries = [...this.#entries, entry]
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
      for (const run of [...this.#atWork])
        if (await this.#rest(run)) await this.options.library.note(run, { state: 'queued' })
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

  /** Takes runs out. What one on its way has learnt is kept; one that has not begun is forgotten. */
  remove(runs: readonly string[]): Promise<void> {
    return this.#change(async () => {
      for (const run of runs.filter((one) => this.has(one))) {
        if (this.#atWork.has(run)) await this.#rest(run)
        this.#drop(run)
        const { resumable = false } = (await this.options.library.find(run)) ?? {}
        if (resumable) await this.options.library.note(run, { state: 'stopped' })
        else await this.options.library.forget([run])
        await this.#tellLeft(run)
      }
    })
  }

  /** What the engine says of the runs that it trains. */
  hear(runs: readonly EnrolledRun[]): void {
    for (const run of runs) {
      if (!this.#atWork.has(run.entry)) continue
      this.#progress.set(run.entry, run)
      if (run.mark.state !== 'training') void this.#change(() => this.#conclude(run)).catch(this.#warn)
    }
    this.#tell()
  }

  /** The engine's process has ended; the runs that it had wait for the next one. */
  engineLost(): void {
    this.#life++
    this.#away = true
    const had = [...this.#atWork]
    this.#atWork.clear()
    this.#progress.clear()
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
    this.#away = false
    void this.#change(() => undefined).catch(this.#warn)
  }

  /** Nothing is begun any more. */
  end(): void {
    this.#ended = true
  }

  /** Begins runs as long as there is room for them. */
  async #pump(): Promise<void> {
    while (!this.#paused && !this.#away && !this.#ended && this.#atWork.size < this.#atOnce) {
      const next = this.#entries.find(({ run }) => !this.#atWork.has(run))
      if (!next) break
      await this.#begin(next)
    }
    this.#tell()
  }

  async #begin({ run, until }: Entry): Promise<void> {
    const { library, engine } = this.options
    const life = this.#life
    const kept = await library.find(run)
    if (!kept) {
      this.#drop(run)
      return
    }
    this.#atWork.add(run)
    try {
      const checkpoint = await library.checkpoint(run)
      const from = checkpoint ? { checkpoint } : { document: await library.document(run) }
      await library.note(run, { state: 'training' })
      await engine.library('enrol', { entry: run, mark: { id: run, began: kept.began, from: 0 }, from, until })
    } catch (error) {
      this.#atWork.delete(run)
      // An engine that ended says nothing of the run: it is tried again by the next.
      if (life === this.#life && !this.#away) await this.#fail(run, wordsOf(error))
    }
  }

  /** A run has come to rest by itself. */
  async #conclude({ entry: run, mark }: EnrolledRun): Promise<void> {
    if (!this.#atWork.has(run)) return // it was seen to already
    if (!(await this.#rest(run, mark.state === 'finished'))) return
    this.#drop(run)
    await this.#tellLeft(run)
  }

  /** Takes a run back from the engine and keeps it. Answers whether that could be done: else the next engine has it. */
  async #rest(run: string, judge = false): Promise<boolean> {
    const life = this.#life
    try {
      const released = await this.options.engine.library('release', { entry: run, judge })
      if (released) await this.options.library.keep(run, released.checkpoint, released.testNll)
    } catch (error) {
      if (life !== this.#life) return false
      this.options.warn(`A run is not kept as it was left: ${wordsOf(error)}`)
    }
    this.#atWork.delete(run)
    this.#progress.delete(run)
    return true
  }

  async #fail(run: string, reason: string): Promise<void> {
    this.#drop(run)
    await this.options.library.note(run, { state: 'failed', reason })
    await this.#tellLeft(run)
  }

  #drop(run: string): void {
    this.#entries = this.#entries.filter((entry) => entry.run !== run)
    this.#atWork.delete(run)
    this.#progress.delete(run)
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
        await this.#write()
        this.#tell()
      }
    })
  }

  async #write(): Promise<void> {
    const entries = [...this.#entries]
    await writeWhole(this.#path, JSON.stringify({ version: 1, paused: this.#paused, atOnce: this.#atOnce, entries }))
  }

  #tell(): void {
    this.options.changed(this.state)
  }

  readonly #warn = (error: unknown): void => {
    this.options.warn(`The queue of runs: ${wordsOf(error)}`)
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // cut off, or of another hand
  }
}
