import type { EnrolledRun, PutByList } from '../rpc/protocol'
import type { Desk } from './desk'

export interface DeskLimits {
  readonly bytes: number
  readonly count: number
}

const usualLimits: DeskLimits = { bytes: 256 * 2 ** 20, count: 16 }

/** The tabs that are not shown, within bounds of number and memory: those left longest ago that rest are given up first. */
export class Desks {
  /** In the order in which they were left. */
  #putBy: readonly Desk[] = []
  #last: Desk | null = null
  /** Tabs whose desks there was no room for, since they were shown last. */
  readonly #givenUp = new Set<string>()

  constructor(private readonly limits = usualLimits) {}

  get all(): readonly Desk[] {
    return this.#putBy
  }

  get list(): PutByList {
    const tabs = this.#putBy.flatMap((desk) => (desk.tab === null ? [] : [desk.describe(desk.tab)]))
    return { tabs, bytes: this.#bytes, limit: this.limits.bytes, givenUp: [...this.#givenUp] }
  }

  /** What is trained for the queue. */
  get enrolled(): readonly EnrolledRun[] {
    return this.#putBy.flatMap((desk) => (desk.entry === null ? [] : [desk.describeEntry(desk.entry)]))
  }

  /** Takes one in that is trained for the queue, whose business it is how many there are. */
  enlist(desk: Desk): void {
    this.#putBy = [...this.#putBy, desk]
  }

  entry(name: string): Desk | null {
    return this.#putBy.find(({ entry }) => entry === name) ?? null
  }

  /** Puts one by; what there is no room for is let go. */
  async put(desk: Desk): Promise<void> {
    this.#putBy = [...this.#putBy, desk]
    while (this.#ofTabs.length > this.limits.count || this.#bytes > this.limits.bytes) {
      const oldest = this.#ofTabs.slice(0, -1).find(({ training }) => !training)
      if (!oldest) break
      if (oldest.tab !== null && oldest.describe(oldest.tab).step > 0) this.#givenUp.add(oldest.tab)
      await this.letGo(oldest)
    }
  }

  /** Takes one up again; null where it is not held. */
  take(tab: string): Desk | null {
    this.#givenUp.delete(tab)
    const desk = this.find(tab)
    this.#putBy = this.#putBy.filter((other) => other !== desk)
    return desk
  }

  find(tab: string): Desk | null {
    return this.#putBy.find((desk) => desk.tab === tab) ?? null
  }

  async letGo(desk: Desk): Promise<void> {
    this.#putBy = this.#putBy.filter((other) => other !== desk)
    await desk.dispose()
  }

  /** Whose turn it is to train: each of them in a round. */
  next(): Desk | null {
    const training = this.#putBy.filter((desk) => desk.training)
    const after = this.#last ? this.#putBy.indexOf(this.#last) + 1 : 0
    this.#last = training.find((desk) => this.#putBy.indexOf(desk) >= after) ?? training.at(0) ?? null
    return this.#last
  }

  get #bytes(): number {
    return this.#ofTabs.reduce((sum, { bytes }) => sum + bytes, 0)
  }

  get #ofTabs(): readonly Desk[] {
    return this.#putBy.filter(({ entry }) => (entry ?? null) === null)
  }
}
