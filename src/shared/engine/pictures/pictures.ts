import { equal } from '../../document/equal'
import type { EngineEvent, View } from '../../rpc/protocol'
import type { EngineHost } from '../host'
import type { Past } from '../runs/past'
import { versionOf, type Session } from '../session'
import { Job } from './job'
import type { Last } from './picture'
import { fitsSubject, kindOf, resolutionOf } from './kinds'
import { Rates } from './rates'

/** Milliseconds from one live picture of a view to the next: more of them would only take cores from the training. */
const GAP_MS = 98
/** How late a picture may begin without the next being put off for it. */
const LATE_MS = 20
/** Rows are computed for so long before others have their turn; while it trains, few pieces make a picture come soon. */
const PIECE_MS = { training: 2.5, resting: 8 }

/** A watched view, and what was last sent for it. */
interface Watched {
  readonly view: View
  credit: boolean
  /** What the last frame showed, and when it was begun; null before the first. */
  shown: Shown | null
  /** The last live picture, and how many there were. */
  last: Last | null
  /** What the same view had shown before it was asked for anew; null for one that is new. */
  readonly before: Shown | null
}

interface Shown {
  readonly version: number
  readonly resolution: number
  /** Whether only some of its rows were computed. */
  readonly sparse: boolean
  readonly at: number
}

/** Whether views differ in no more than how finely they are to be drawn. */
const alike = (one: View, other: View): boolean => equal({ ...one, resolution: 0 }, { ...other, resolution: 0 })

const isNew = ({ shown, before }: Watched): boolean => shown === null && before === null

/** The picture under way. */
interface Current {
  readonly watched: Watched
  readonly job: Job
  readonly step: number
  readonly shows: Shown
  /** Whether it shows in full what a coarse picture has shown already, for which there is time only at rest. */
  readonly refines: boolean
}

/**
 * Keeps watched views up to date: newest wins, and a view gets its next frame only after the credit for the last. New
 * parameters are shown coarsely and soon; at rest a picture in full follows. Of the past that is all.
 */
export class Pictures {
  #watched: Watched[] = []
  #current: Current | null = null
  /** When each view, by its id, was last drawn, counted in pictures. */
  readonly #turns = new Map<string, number>()
  #turn = 0
  readonly #rates = new Rates()

  constructor(
    private readonly host: Pick<EngineHost, 'now'>,
    private readonly emit: (event: EngineEvent) => void,
    /** Of what is held now, which may be another tab's. */
    private readonly held: { readonly past: Past },
  ) {}

  /**
   * Replaces the set of views. Each gets a frame again, since who draws it may be new under the old name; those that
   * are not as they were come first, so that they follow a hand that moves them.
   */
  watch(views: readonly View[]): void {
    const last = this.#watched
    this.#watched = views.map((view) => {
      const same = last.find((watched) => alike(watched.view, view))
      return { view, credit: true, shown: null, last: null, before: same ? (same.shown ?? same.before) : null }
    })
    this.#current = null
  }

  credit(id: string): void {
    for (const watched of this.#watched) if (watched.view.id === id) watched.credit = true
  }

  /** Forgets what was sent: the parameters belong to something else now. */
  forget(): void {
    this.#current = null
    this.#watched = this.#watched.map((watched) => ({ ...watched, shown: null, last: null, before: null }))
  }

  /** Begins the picture under way anew: what it is computed with is given up. */
  interrupt(): void {
    this.#current = null
  }

  /** Whether there is a picture to begin or go on with. */
  due(session: Session, training: boolean): boolean {
    return this.#current !== null || this.#next(session, training) !== undefined
  }

  /** Computes rows for a moment; sends the frame when the picture is whole, and answers whether it did. */
  async advance(session: Session, training: boolean): Promise<boolean> {
    const started = this.host.now()
    if (training && this.#current?.refines) this.#current = null // it would hold up the live ones
    const current = (this.#current ??= await this.#begin(session, training))
    if (!current) return false
    const patience = training ? PIECE_MS.training : PIECE_MS.resting
    const { watched, job, shows, step } = current
    do {
      const [before, worked] = [this.host.now(), job.worked]
      await job.advance()
      this.#rates.measure(watched.view.kind, job.worked - worked, this.host.now() - before)
    } while (this.#current === current && !job.whole && this.host.now() - started < patience)
    if (this.#current !== current || !job.whole) return false
    this.#current = null
    this.#turns.set(watched.view.id, ++this.#turn)
    watched.shown = shows
    watched.credit = false
    const { ladder } = kindOf(watched.view)
    if (ladder && shows.sparse) this.#rates.learn(watched.view.kind, ladder, shows.resolution, job.worked)
    const frame = job.drawing.frame(step)
    watched.last = shows.sparse ? { frame, count: (watched.last?.count ?? 0) + 1 } : null
    this.emit({ event: 'frame', frame })
    return true
  }

  /** The stale view that was not drawn for longest, new ones first. */
  #next(session: Session, training: boolean): Watched | undefined {
    const turnOf = ({ view }: Watched) => this.#turns.get(view.id) ?? 0
    return this.#watched
      .filter(
        (watched) => watched.credit && this.#fits(watched.view, session) && this.#stale(watched, session, training),
      )
      .sort((a, b) => Number(isNew(b)) - Number(isNew(a)) || turnOf(a) - turnOf(b))[0]
  }

  #fits(view: View, session: Session): boolean {
    const subject = this.held.past.subject(view.at, session)
    return subject !== null && fitsSubject(view, subject)
  }

  #stale({ view, shown }: Watched, session: Session, training: boolean): boolean {
    if (!shown) return true
    if (training && this.host.now() - shown.at < GAP_MS) return false
    if (view.at === undefined && shown.version !== versionOf(session)) return true
    return !training && (shown.sparse || shown.resolution < resolutionOf(view))
  }

  async #begin(session: Session, training: boolean): Promise<Current | null> {
    const watched = this.#next(session, training)
    if (!watched) return null
    const { view } = watched
    const now = this.host.now()
    const at = Math.max(now - LATE_MS, Math.min(now, (watched.shown?.at ?? now) + GAP_MS))
    const version = versionOf(session)
    const subject = this.held.past.subject(view.at, session)!
    const { step, theta } = await this.held.past.weights(view.at, session)
    if (!this.#watched.includes(watched)) return null // other views are watched by now
    const { shown, before } = watched
    const refines = !training && shown !== null && (view.at !== undefined || shown.version === version)
    const { ladder, begin } = kindOf(view)
    const wanted = resolutionOf(view)
    const sparse =
      training && ladder?.sparse && wanted >= ladder.sparse.from
        ? this.#rates.sparse(view.kind, ladder, ladder.sparse, wanted)
        : null
    const affordable = refines || !ladder ? wanted : this.#rates.affordable(view.kind, ladder, wanted)
    // what was fine already does not turn coarse because another view has changed, or a run is over
    const fine = !training && before && (before.sparse || before.version === version) ? before.resolution : 0
    const whole = Math.min(wanted, Math.max(affordable, fine))
    const { resolution, budget } = sparse ?? { resolution: whole, budget: null }
    const job = new Job(begin(view, subject, theta, resolution, budget, watched.last), subject)
    return { watched, job, step, shows: { version, resolution, sparse: sparse !== null, at }, refines }
  }
}
