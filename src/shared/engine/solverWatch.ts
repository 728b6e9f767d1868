import type { Issue } from '../document/issue'
import { checkSolvers, hasSolvers, solverIssues } from '../learn/evaluation/solvers'
import type { EngineEvent } from '../rpc/protocol'
import type { EngineHost } from './host'
import { versionOf, weightsOf, type Session } from './session'

/** Milliseconds between two looks while a run trains, of which the first takes a program's compilation. */
const REST_MS = 10_000

/** Looks from time to time whether the solvers of a session's blocks come near their answers, and says what they miss. */
export class SolverWatch {
  #session: Session | null = null
  /** Of the weights last looked at. */
  #version: number | null = null
  /** When that was, or the session was first met. */
  #at = 0
  #issues: readonly Issue[] = []

  constructor(
    private readonly host: Pick<EngineHost, 'now'>,
    private readonly emit: (event: EngineEvent) => void,
  ) {}

  get issues(): readonly Issue[] {
    return this.#issues
  }

  /** Whether there are other weights to look at than before; while they change at every step, whether it is time to. */
  due(session: Session, training: boolean): boolean {
    if (session !== this.#session) {
      this.#session = session
      this.#version = null
      this.#at = this.host.now()
      this.#say([])
    }
    if (!hasSolvers(session.document) || this.#version === versionOf(session)) return false
    return !training || this.host.now() - this.#at >= REST_MS
  }

  /** Another tab is shown: what was found is not of its weights. */
  turnTo(session: Session | null): void {
    this.#session = null
    if (session) this.due(session, true)
    else this.#say([])
  }

  async look(session: Session): Promise<void> {
    const { document, data, exact } = session
    this.#version = versionOf(session)
    this.#at = this.host.now()
    let fits
    try {
      fits = await checkSolvers(exact, await weightsOf(session), document, data.train)
    } catch {
      return // a program that the machine cannot hold: nothing is known of its solvers
    }
    if (session === this.#session) this.#say(solverIssues(document, fits))
  }

  #say(issues: readonly Issue[]): void {
    if (issues.length === 0 && this.#issues.length === 0) return
    this.#issues = issues
    this.emit({ event: 'solvers', issues })
  }
}
