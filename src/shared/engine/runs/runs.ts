import type { Flow } from '../../flow/flow'
import type { Inspector } from '../../learn/inspection/inspector'
import { MAX_RUNS, type RunList } from '../../rpc/protocol'
import { RpcFailure } from '../../rpc/failure'
import type { Session } from '../session'
import type { Snapshot } from '../snapshots'
import { bytesOf, changesSince, documentOfRun, recordOf, summaryOf, type RunRecord } from './record'

export interface RunLimits {
  readonly bytes: number
  readonly count: number
}

const usualLimits: RunLimits = { bytes: 128 * 2 ** 20, count: MAX_RUNS }

/**
 * The runs of the open document that came before the present one, within bounds of number and memory: the oldest are
 * given up first, but never one that is looked at. Each may have a flow of its own, for which questions are compiled when
 * they are first asked.
 */
export class Runs {
  #kept: readonly RunRecord[] = []
  #held: ReadonlySet<number> = new Set()
  /** Of flows that are no longer the session's. */
  readonly #inspectors = new Map<Flow, Inspector>()
  #present = 1

  constructor(private readonly limits = usualLimits) {}

  /** Keeps the run that a session leaves, unless it was never trained; the next one is the present one. */
  async keep(session: Session, snapshots: readonly Snapshot[]): Promise<void> {
    const record = await recordOf(session, snapshots, this.#present, this.#kept.at(-1))
    if (!record) return
    this.#present++
    this.#kept = [...this.#kept, record]
    while (this.#tooMany) {
      const oldest = this.#kept.slice(0, -1).find(({ number }) => !this.#held.has(number))
      if (!oldest) break
      this.#kept = this.#kept.filter((other) => other !== oldest)
    }
    await this.#disposeBut(this.#kept)
  }

  /** Another document is opened, whose runs are counted anew. */
  async forget(): Promise<void> {
    this.#kept = []
    this.#held = new Set()
    this.#present = 1
    await this.#disposeBut([])
  }

  /** These are looked at now, no others. */
  async hold(numbers: readonly number[]): Promise<void> {
    this.#held = new Set(numbers)
    await this.#disposeBut(this.#kept.filter(({ number }) => this.#held.has(number)))
  }

  /** Gives up all machinery; it is built anew, by whatever session there is, when it is asked for. */
  async rest(): Promise<void> {
    await this.#disposeBut([])
  }

  find(number: number): RunRecord | null {
    return this.#kept.find((record) => record.number === number) ?? null
  }

  findOrFail(number: number): RunRecord {
    const record = this.find(number)
    if (!record) throw new RpcFailure(`Run ${number} is not kept any more. Choose another one.`)
    return record
  }

  /** Answers questions about the run's flow: the session's own where it is the same flow. */
  inspectorOf({ flow }: RunRecord, session: Pick<Session, 'flow' | 'inspector'>): Inspector {
    if (flow === session.flow) return session.inspector
    const inspector = this.#inspectors.get(flow) ?? session.inspector.beside(flow)
    this.#inspectors.set(flow, inspector)
    return inspector
  }

  /** What there is to choose from beside the run of a session. */
  list(session: Session | null): Omit<RunList, 'forUndo'> {
    const last = this.#kept.at(-1)
    return {
      present: this.#present,
      changes: last && session ? changesSince(last, documentOfRun(session)) : null,
      earlier: this.#kept.map(summaryOf),
      bytes: this.#bytes,
      limit: this.limits.bytes,
    }
  }

  get #tooMany(): boolean {
    return this.#kept.length > this.limits.count || this.#bytes > this.limits.bytes
  }

  get #bytes(): number {
    return this.#kept.reduce((sum, record) => sum + bytesOf(record), 0)
  }

  async #disposeBut(records: readonly RunRecord[]): Promise<void> {
    const flows = new Set(records.map(({ flow }) => flow))
    const idle = [...this.#inspectors].filter(([flow]) => !flows.has(flow))
    for (const [flow] of idle) this.#inspectors.delete(flow)
    await Promise.all(idle.map(([, inspector]) => inspector.dispose()))
  }
}
