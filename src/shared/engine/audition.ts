import { median } from '../learn/bench/stopwatch'
import type { Trainer } from '../learn/training/trainer'
import { costOf } from '../tensor/analysis/cost'
import { wordsOf } from './backendChoice'
import { makeCandidate, type Candidate, type Ready } from './candidate'
import type { BackendOffer, EngineHost } from './host'
import type { Machinery } from './machinery'
import type { Session } from './session'
import type { TrainingRun } from './trainingRun'

/**
 * Floating-point operations of a step below which no accelerator is tried by itself, unless it has a graphics card: at
 * 105 million compiled WebAssembly takes about as long as XLA on the same processor, at fewer the start of each run counts.
 */
const LARGE_FLOPS = 50e6
/** Milliseconds that a run must have left for a trial to be worth its cost, once it has trained for so many. */
const LONG_MS = 10_000
const SETTLED_MS = 1000
/** Milliseconds of training's time that the trials of one accelerator may take; the fewest and the most of them. */
const BUDGET_MS = 400
const FEWEST_TRIALS = 3
const MOST_TRIALS = 12
/** Milliseconds of steps in one trial. */
const TRIAL_MS = 30
/** What takes so many milliseconds for a step, beside training, is not tried; what is so many times slower alone, not again. */
const ENDLESS_MS = 1000
const HOPELESS = 4
/** The share of the time that must be saved for a run to move. */
const WORTHWHILE = 0.1

export interface AuditionOptions {
  readonly host: Pick<EngineHost, 'now' | 'breathe'>
  readonly machinery: Machinery
  /** The session's run is to go on on the candidate, which is to be disposed where it cannot; `reason` is a sentence. */
  move(session: Session, candidate: Candidate, reason: string): void
  /** More is known of backends; `text` is for whoever asked for one. */
  learnt(text: string | null): void
}

type Stage =
  /** Whether the run is worth a trial is not known yet. */
  | { readonly kind: 'waiting' }
  /** A program is made ready, beside training. */
  | { readonly kind: 'preparing' }
  /** Trials of some milliseconds between slices of training; milliseconds a step, of both. */
  | ({ readonly kind: 'trying'; readonly own: number[]; readonly its: number[] } & Ready)
  | { readonly kind: 'over' }

/**
 * Finds out whether a run is quicker on an accelerator. That is made ready while training goes on where it began, then
 * steps of both are timed in turns, and the run moves where that is worth it. One that was asked for by name is not
 * timed: the run moves there as soon as it can.
 */
export class Audition {
  #session: Session | null = null
  #stage: Stage = { kind: 'over' }
  #asked = false
  #next: readonly BackendOffer[] = []
  #trying: string | null = null
  /** Milliseconds that the run had left when that was last looked at. */
  #leftMs = Infinity
  /** Counts sessions: what was begun for another is dropped when it is ready. */
  #sessions = 0
  /** When training was first seen. */
  #since: number | null = null
  /** Milliseconds of training's time that trials of the present candidate have taken. */
  #spent = 0
  #preparing: Promise<void> = Promise.resolve()

  constructor(private readonly options: AuditionOptions) {}

  /** Another session is held: the offers have their chance with it. `asked`: the one of them was asked for. */
  begin(session: Session, offers: readonly BackendOffer[], asked: boolean): void {
    this.#leave()
    this.#sessions++
    this.#session = session
    this.#asked = asked
    this.#next = offers
    this.#since = null
    if (!asked) this.#forgetFigures(offers)
    if (offers.length === 0 || typeof session.trainer === 'string') return
    this.#stage = { kind: 'waiting' }
    if (asked) this.#prepare(session, session.trainer)
  }

  /** The same run goes on in another session. */
  follow(session: Session): void {
    this.#session = session
  }

  /** The accelerator that is being tried. */
  get trying(): string | null {
    return this.#trying
  }

  /** A moment between two slices of training. */
  async turn(session: Session, run: TrainingRun): Promise<void> {
    const { trainer } = session
    if (session !== this.#session || typeof trainer === 'string') return
    if (this.#stage.kind === 'waiting' && this.#isLong(run)) this.#judge(session, trainer)
    else if (this.#stage.kind === 'trying') await this.#try(this.#stage, session, run)
  }

  /** Ends it; resolves when nothing is under way any more. */
  async end(): Promise<void> {
    this.#leave()
    this.#sessions++
    this.#session = null
    this.#next = []
    await this.#preparing
  }

  #leave(): void {
    if (this.#stage.kind === 'trying') this.#stage.candidate.trainer.dispose()
    this.#trying = null
    this.#stage = { kind: 'over' }
  }

  /** Whether there is time for an accelerator to win back what the trial costs. */
  #isLong({ stepsLeft, stepMs }: TrainingRun): boolean {
    const now = this.options.host.now()
    this.#since ??= now
    this.#leftMs = stepsLeft * stepMs
    return now - this.#since >= SETTLED_MS && this.#leftMs >= LONG_MS
  }

  /** What was found of another flow says nothing of this one. */
  #forgetFigures(offers: readonly BackendOffer[]): void {
    const { roster } = this.options.machinery
    for (const { name } of offers)
      if (roster.get(name).available)
        roster.note(name, { reason: 'Works here; timed for this flow once the run is long and large enough.' })
  }

  /** Leaves out what is too large a machine for too little work. */
  #judge(session: Session, trainer: Trainer): void {
    const { flops } = costOf(trainer.program)
    const { roster } = this.options.machinery
    const small = this.#next.filter(
      ({ name, gpu }) => flops < LARGE_FLOPS && gpu?.() !== true && roster.get(name).device?.kind !== 'gpu',
    )
    for (const { name } of small)
      roster.note(name, {
        reason: `Not tried: a step of this flow is ${Math.ceil(flops / 1e6)} MFLOP, which is too little to gain by it.`,
      })
    if (small.length > 0) this.options.learnt(null)
    this.#next = this.#next.filter((offer) => !small.includes(offer))
    this.#prepare(session, trainer)
  }

  /** Makes the next offer ready, beside all else; the last of them ends it. */
  #prepare(session: Session, trainer: Trainer): void {
    const [offer, ...rest] = this.#next
    this.#next = rest
    if (!offer) {
      this.#stage = { kind: 'over' }
      if (this.#trying !== null) this.options.learnt(null)
      this.#trying = null
      return
    }
    this.#stage = { kind: 'preparing' }
    this.#spent = 0
    this.#trying = offer.name
    this.options.learnt(null) // before it is loaded: it may take the process with it
    const mine = this.#sessions
    const { host, machinery } = this.options
    const by = { host, machinery, asked: this.#asked, leftMs: this.#leftMs }
    this.#preparing = makeCandidate(offer, session, trainer, by).then(
      (ready) => {
        if (mine === this.#sessions) this.#take(ready, offer.name)
        else if (typeof ready !== 'string') ready.candidate.trainer.dispose()
      },
      (error: unknown) => {
        if (mine === this.#sessions) this.#refused(offer.name, error)
      },
    )
  }

  #take(ready: Ready | string, name: string): void {
    if (typeof ready === 'string') {
      this.options.machinery.roster.note(name, { reason: ready })
      this.#goOn()
      return
    }
    for (const fallback of ready.fallbacks) this.options.learnt(fallback)
    if (this.#asked) this.#move(ready.candidate, 'Asked for by name.')
    else this.#stage = { kind: 'trying', ...ready, own: [], its: [] }
  }

  /** One trial; the last one decides. */
  async #try({ candidate, firstMs, own, its }: Stage & { kind: 'trying' }, session: Session, run: TrainingRun) {
    if (firstMs > ENDLESS_MS) {
      this.#decide(candidate, session, { its: firstMs, own: run.stepMs })
      return
    }
    const started = this.options.host.now()
    try {
      const taken = await candidate.trainer.rehearse(Math.max(1, Math.round(TRIAL_MS / (its.at(-1) ?? firstMs))))
      its.push((this.options.host.now() - started) / taken)
      own.push(run.stepMs)
    } catch (error) {
      this.#leave()
      this.#refused(candidate.backend.name, error)
      return
    }
    this.#spent += this.options.host.now() - started
    const hopeless = Math.min(...its) > HOPELESS * median(own)
    if (hopeless || its.length >= MOST_TRIALS || (its.length >= FEWEST_TRIALS && this.#spent >= BUDGET_MS))
      this.#decide(candidate, session, { its: median(its), own: median(own) })
  }

  #decide(candidate: Candidate, session: Session, ms: { readonly its: number; readonly own: number }): void {
    const { roster } = this.options.machinery
    const { name } = candidate.backend
    const incumbent = session.opened.backend
    const measured = (each: number) => ({ measured: { of: 'this flow', stepsPerSecond: 1000 / each } })
    roster.note(name, measured(ms.its))
    roster.note(incumbent, measured(ms.own))
    const figures = `${digits(ms.its)} ms a step, ${incumbent} ${digits(ms.own)}`
    if (ms.its < (1 - WORTHWHILE) * ms.own) {
      this.#move(candidate, `Quicker for this flow: ${figures}.`)
      return
    }
    this.#leave()
    roster.note(name, { reason: `Not quicker for this flow: ${figures}.` })
    this.options.learnt(null)
    this.#goOn()
  }

  /** The session may have another trainer by now; the next offer is compared with this one. */
  #move(candidate: Candidate, reason: string): void {
    this.#stage = this.#next.length > 0 ? { kind: 'waiting' } : { kind: 'over' }
    this.#trying = null
    this.options.move(this.#session!, candidate, reason)
  }

  /** With the next offer, if there is one. */
  #goOn(): void {
    const trainer = this.#session?.trainer
    if (this.#session && trainer && typeof trainer !== 'string') this.#prepare(this.#session, trainer)
  }

  #refused(name: string, error: unknown): void {
    const { machinery, learnt } = this.options
    machinery.roster.note(name, { tried: true, available: false, reason: wordsOf(error) })
    const session = this.#session
    if (this.#stage.kind === 'preparing') this.#stage = { kind: 'over' }
    learnt(this.#asked && session ? `${wordsOf(error)} Training stays on ${session.opened.backend}.` : null)
    this.#goOn()
  }
}

const digits = (ms: number): string => (ms < 10 ? ms.toFixed(2) : ms.toFixed(0))
