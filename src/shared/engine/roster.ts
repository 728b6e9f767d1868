import type { BackendReport } from '../rpc/protocol'
import { untried } from './backendChoice'
import type { BackendOffer } from './host'

const UNTRIED = 'Not tried yet: it is timed once a run is long and large enough to gain by it, or when it is chosen.'

/** What is known of each backend on offer, and which of them trains. */
export class Roster {
  readonly #reports: Map<string, BackendReport>

  constructor(offers: readonly BackendOffer[]) {
    this.#reports = new Map(offers.map(({ name }) => [name, untried(name, UNTRIED)]))
  }

  get list(): readonly BackendReport[] {
    return [...this.#reports.values()]
  }

  get(name: string): BackendReport {
    return this.#reports.get(name) ?? untried(name, UNTRIED)
  }

  note(name: string, news: Partial<Omit<BackendReport, 'name' | 'chosen'>>): void {
    this.#reports.set(name, { ...this.get(name), ...news })
  }

  /** Training is on this one now, and on no other. */
  choose(name: string, reason: string): void {
    for (const report of this.list) {
      const left = report.chosen && report.name !== name && report.available
      this.#reports.set(report.name, { ...report, chosen: false, ...(left && { reason: 'Works here too.' }) })
    }
    this.#reports.set(name, { ...this.get(name), tried: true, available: true, chosen: true, reason })
  }
}
