import type { TestScore, Untested } from '../rpc/protocol'
import type { Desk } from './desk'
import { versionOf, weightsOf, type Session } from './session'

/** Test rows that are scored before others have their turn. */
const ROWS_A_TURN = 2048

/** What weights score on the test rows of their session, in float64 and so many rows at a time. */
class Scoring {
  #sum = 0
  #rows = 0

  constructor(
    private readonly session: Session,
    private readonly theta: Float64Array,
  ) {}

  /** Some more rows; null while there are others. */
  async advance(): Promise<TestScore | null> {
    const { data, exact, units, flow } = this.session
    if (data.test.length === 0) return without('no-rows')
    if (flow.stochastic.length > 0) return without('no-density')
    const rows = data.test.subarray(this.#rows * flow.width, (this.#rows + ROWS_A_TURN) * flow.width)
    for (const logDensity of units.naturalDensity(await exact.logDensity(this.theta, rows), rows, flow.width)) {
      this.#sum += logDensity
      this.#rows++
    }
    if (this.#rows * flow.width < data.test.length) return null
    const nll = -this.#sum / this.#rows
    return Number.isFinite(nll) ? { nll, untested: null } : without('not-finite')
  }
}

const without = (untested: Untested): TestScore => ({ nll: null, untested })

/** What the present weights score on the test rows: the mean of −log p, nats and natural units. */
export async function scoreOf(session: Session): Promise<TestScore> {
  const scoring = new Scoring(session, await weightsOf(session))
  for (;;) {
    const score = await scoring.advance()
    if (score) return score
  }
}

/** Scores runs on their test rows once they are over, a piece at a time. */
export class Judge {
  readonly #scored = new WeakMap<Session, number>()
  #present: { readonly session: Session; readonly version: number; readonly scoring: Scoring } | null = null

  due({ session, run, entry }: Pick<Desk, 'session' | 'run' | 'entry'>): boolean {
    if (!session || run?.status.state.kind !== 'finished' || entry !== null) return false
    return this.#scored.get(session) !== versionOf(session)
  }

  /** Some rows of a desk's test, which is due; what it scores is said once all are known. No step may be under way. */
  async advance(desk: Pick<Desk, 'session' | 'judged'>): Promise<void> {
    const session = desk.session!
    const version = versionOf(session)
    if (this.#present?.session !== session || this.#present.version !== version)
      this.#present = { session, version, scoring: new Scoring(session, await weightsOf(session)) }
    // what is wrong with the test is not wrong with the run, which is over
    const score = await this.#present.scoring.advance().catch(() => without('failed'))
    if (!score) return
    this.#present = null
    this.#scored.set(session, version)
    desk.judged(score)
  }
}
