import type { EnrolledRun, LibraryMethod, LibraryParams, LibraryResults } from '@shared/rpc/protocol'
import type { Library } from './library'
import type { QueueEntry } from './queueFile'

/** The part of the engine that trains runs beside the tabs. */
export interface QueueEngine {
  library<M extends LibraryMethod>(method: M, params: LibraryParams[M]): Promise<LibraryResults[M]>
}

export interface WorkplaceOptions {
  readonly library: Library
  readonly engine: QueueEngine
  warn(message: string): void
}

/** What became of a run that was to be begun: the engine has it, the library does not, its engine ended, or a fault in words. */
export type Beginning = 'begun' | 'unknown' | 'lost' | { readonly fault: string }

/** The runs of the queue that the engine has at work, through the ends of its process. */
export class Workplace {
  readonly #runs = new Set<string>()
  readonly #progress = new Map<string, EnrolledRun>()
  /** Counts the engine's processes. */
  #life = 0
  /** The engine's process has ended, and there is none yet in its place. */
  #away = false

  constructor(private readonly options: WorkplaceOptions) {}

  get away(): boolean {
    return this.#away
  }

  get runs(): readonly string[] {
    return [...this.#runs]
  }

  has(run: string): boolean {
    return this.#runs.has(run)
  }

  /** How far a run has come; undefined until the engine has told. */
  progressOf(run: string): EnrolledRun | undefined {
    return this.#progress.get(run)
  }

  /** What the engine says of a run. Answers whether it is one of those here. */
  hear(news: EnrolledRun): boolean {
    if (!this.has(news.entry)) return false
    this.#progress.set(news.entry, news)
    return true
  }

  /** Gives a run to the engine, from its last checkpoint where it has one. */
  async begin({ run, until }: QueueEntry): Promise<Beginning> {
    const { library, engine } = this.options
    const life = this.#life
    const kept = await library.find(run)
    if (!kept) return 'unknown'
    this.#runs.add(run)
    try {
      const checkpoint = await library.checkpoint(run)
      const from = checkpoint ? { checkpoint } : { document: await library.document(run) }
      await library.note(run, { state: 'training' })
      await engine.library('enrol', { entry: run, mark: { id: run, began: kept.began, from: 0 }, from, until })
      return 'begun'
    } catch (error) {
      this.#runs.delete(run)
      // An engine that ended says nothing of the run: it is tried again by the next.
      return life === this.#life && !this.#away ? { fault: wordsOf(error) } : 'lost'
    }
  }

  /** Takes a run back from the engine and keeps it. Answers whether that could be done: else the next engine has it. */
  async rest(run: string, judge = false): Promise<boolean> {
    const { library, engine, warn } = this.options
    const life = this.#life
    try {
      const released = await engine.library('release', { entry: run, judge })
      if (released) await library.keep(run, released.checkpoint, released.test)
    } catch (error) {
      if (life !== this.#life) return false
      warn(`A run is not kept as it was left: ${wordsOf(error)}`)
    }
    this.drop(run)
    return true
  }

  /** Knows nothing of a run any more. */
  drop(run: string): void {
    this.#runs.delete(run)
    this.#progress.delete(run)
  }

  /** The engine's process has ended. Answers the runs that it had. */
  engineLost(): readonly string[] {
    this.#life++
    this.#away = true
    const had = this.runs
    this.#runs.clear()
    this.#progress.clear()
    return had
  }

  engineBack(): void {
    this.#away = false
  }
}

export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
