import { Random } from '../math/random'
import type { EngineEvent, Frame, View } from '../rpc/protocol'
import type { EngineHost } from './host'
import { versionOf, weightsOf, type Session } from './session'

/** A live picture may take about this long; its resolution follows from how fast rows are computed. */
const PICTURE_MS = 5
/** Milliseconds from one live picture of a view to the next: more of them would only take cores from the training. */
const GAP_MS = 88
/** Rows are computed for so long before others have their turn: as long as a slice of training pays for, or at rest. */
const PIECE_MS = { training: 1.3, resting: 8 }
const resolutions = [48, 64, 80, 96, 112, 128, 160, 192, 256, 384, 512, 768, 1024]

/** A watched view, and what was last sent for it. */
interface Watched {
  readonly view: View
  credit: boolean
  /** What the last frame showed, and when it was begun; null before the first. */
  shown: { readonly version: number; readonly resolution: number; readonly at: number } | null
}

/** A picture being computed, a run of rows at a time, from one snapshot of the parameters. */
interface Job {
  readonly watched: Watched
  readonly session: Session
  readonly theta: Float64Array
  readonly step: number
  readonly version: number
  readonly resolution: number
  /** Whether it shows in full what a coarse picture has shown already, for which there is time only at rest. */
  readonly refines: boolean
  readonly startedAt: number
  /** Flow's units for density, base's draws for samples; [n, D]. */
  readonly rows: Float64Array
  /** Per row 1 number for density, D for samples. */
  readonly out: Float32Array
  done: number
}

/**
 * Keeps watched views up to date: newest wins, and a view gets its next frame only after the credit for the last. New
 * parameters are shown coarsely and soon; at rest a picture in full follows.
 */
export class Pictures {
  #watched: Watched[] = []
  #job: Job | null = null
  /** When each view, by its id, was last drawn, counted in pictures. */
  readonly #turns = new Map<string, number>()
  #turn = 0
  /** Rows a millisecond; 0 until measured. */
  #rate = 0

  constructor(
    private readonly host: Pick<EngineHost, 'now'>,
    private readonly emit: (event: EngineEvent) => void,
  ) {}

  /** Replaces the set of views. Each gets a frame again: who draws it may be new under the old name. */
  watch(views: readonly View[]): void {
    this.#watched = views.map((view) => ({ view, credit: true, shown: null }))
    this.#job = null
  }

  credit(id: string): void {
    for (const watched of this.#watched) if (watched.view.id === id) watched.credit = true
  }

  /** Forgets what was sent: the parameters belong to something else now. */
  forget(): void {
    this.#job = null
    for (const watched of this.#watched) watched.shown = null
  }

  /** Whether there is a picture to begin or go on with. */
  due(session: Session, training: boolean): boolean {
    return this.#job !== null || this.#next(session, training) !== undefined
  }

  /** Computes rows for a moment; sends the frame when the picture is whole, and answers whether it did. */
  async advance(session: Session, training: boolean): Promise<boolean> {
    const started = this.host.now()
    if (training && this.#job?.refines) this.#job = null // it would hold up the live ones
    const job = (this.#job ??= await this.#begin(session, training))
    if (!job) return false
    const patience = training ? PIECE_MS.training : PIECE_MS.resting
    const isWhole = () => job.done * session.flow.dims >= job.rows.length
    do {
      const before = this.host.now()
      const count = await computeRows(job)
      const ms = this.host.now() - before
      if (ms > 0) this.#rate = this.#rate === 0 ? count / ms : 0.7 * this.#rate + (0.3 * count) / ms
    } while (this.#job === job && !isWhole() && this.host.now() - started < patience)
    if (this.#job !== job || !isWhole()) return false
    this.#job = null
    const { watched } = job
    this.#turns.set(watched.view.id, ++this.#turn)
    watched.shown = { version: job.version, resolution: job.resolution, at: job.startedAt }
    watched.credit = false
    if (!this.#watched.some(({ view }) => view.id === watched.view.id)) return false
    this.emit({ event: 'frame', frame: frameOf(job) })
    return true
  }

  /** The stale view that was not drawn for longest. */
  #next(session: Session, training: boolean): Watched | undefined {
    const turnOf = ({ view }: Watched) => this.#turns.get(view.id) ?? 0
    return this.#watched
      .filter((watched) => watched.credit && fits(watched.view, session) && this.#stale(watched, session, training))
      .sort((a, b) => turnOf(a) - turnOf(b))[0]
  }

  #stale({ view, shown }: Watched, session: Session, training: boolean): boolean {
    if (!shown) return true
    if (training && this.host.now() - shown.at < GAP_MS) return false
    if (shown.version !== versionOf(session)) return true
    return !training && shown.resolution < resolutionOf(view)
  }

  async #begin(session: Session, training: boolean): Promise<Job | null> {
    const watched = this.#next(session, training)
    if (!watched) return null
    const { view } = watched
    const startedAt = this.host.now()
    const version = versionOf(session)
    const step = typeof session.trainer === 'string' ? 0 : session.trainer.step
    const theta = await weightsOf(session)
    const refines = !training && watched.shown?.version === version
    const resolution = refines ? resolutionOf(view) : this.#affordable(resolutionOf(view))
    const rows =
      view.kind === 'density'
        ? gridRows(session, view.bounds, resolution)
        : session.flow.base.of.sample(new Random((view as { seed: number }).seed), (view as { count: number }).count)
    const out = new Float32Array(view.kind === 'density' ? rows.length / 2 : rows.length)
    return { watched, session, theta, step, version, resolution, refines, startedAt, rows, out, done: 0 }
  }

  #affordable(wanted: number): number {
    if (this.#rate === 0) return Math.min(wanted, 64)
    const limit = Math.sqrt(this.#rate * PICTURE_MS)
    return Math.min(wanted, resolutions.findLast((resolution) => resolution <= limit) ?? resolutions[0])
  }
}

/** A density in the plane needs two dimensions. */
const fits = (view: View, { flow }: Session): boolean =>
  view.kind === 'samples' || (view.kind === 'density' && flow.dims === 2)

const resolutionOf = (view: View): number => (view.kind === 'density' ? view.resolution : 0)

/** The grid's nodes in the flow's units: row 0 at yMin, x fastest, nodes at the ends of both axes. */
function gridRows({ units }: Session, [x0, x1, y0, y1]: readonly number[], n: number): Float64Array {
  const rows = new Float64Array(2 * n * n)
  for (let j = 0, i = 0; j < n; j++) {
    for (let k = 0; k < n; k++) {
      rows[i++] = x0 + ((x1 - x0) * k) / (n - 1)
      rows[i++] = y0 + ((y1 - y0) * j) / (n - 1)
    }
  }
  return units.toFlow(rows)
}

/** The next run of rows of a job; answers how many they were. */
async function computeRows(job: Job): Promise<number> {
  const { inspector, units, flow } = job.session
  const { dims } = flow
  const chunk = job.rows.subarray(job.done * dims, (job.done + inspector.rowsPerRun) * dims)
  if (job.watched.view.kind === 'density') {
    const values = await inspector.logDensity(job.theta, chunk)
    for (let i = 0; i < values.length; i++) job.out[job.done + i] = values[i] - units.logVolume
  } else {
    job.out.set(units.toNatural((await inspector.push(job.theta, chunk)).x), job.done * dims)
  }
  const count = chunk.length / dims
  job.done += count
  return count
}

function frameOf({ watched: { view }, step, resolution, out, session }: Job): Frame {
  if (view.kind === 'density')
    return { kind: 'density', view: view.id, step, bounds: view.bounds, resolution, logDensity: out }
  return { kind: 'samples', view: view.id, step, dims: session.flow.dims, points: out }
}
