import type { SnapshotList } from '../rpc/protocol'

/** Weights as they were at a step. */
export interface Snapshot {
  readonly step: number
  /** Single precision where nothing is lost by it. */
  readonly theta: Float32Array | Float64Array
}

export interface SnapshotLimits {
  readonly bytes: number
  readonly count: number
}

const usualLimits: SnapshotLimits = { bytes: 64 * 2 ** 20, count: 256 }

/** Each is taken this much later than the last, so that they lie evenly over the logarithm of the step. */
const GROWTH = 1.05

/**
 * Keeps weights of a run at steps that lie evenly on a logarithmic scale, within a bound of memory. Where it is reached
 * those are given up that leave the smallest gap; the first and the last stay.
 */
export class Snapshots {
  #kept: Snapshot[] = []
  #changed = false

  constructor(private readonly limits = usualLimits) {}

  get list(): SnapshotList {
    return { steps: this.#kept.map(({ step }) => step), bytes: this.#bytes, limit: this.limits.bytes }
  }

  /** Another run begins, or the same one anew: nothing of it is kept. Answers what was kept of the one before. */
  begin(): readonly Snapshot[] {
    const before = this.#kept
    this.#changed = true
    this.#kept = []
    return before
  }

  /** The same run goes on from an earlier step: what came after it has not been. */
  backTo(step: number): void {
    const before = this.#kept.filter((snapshot) => snapshot.step <= step)
    this.#changed ||= before.length < this.#kept.length
    this.#kept = before
  }

  /** The step for whose weights it is time. */
  get next(): number {
    const last = this.#kept.at(-1)
    return last ? Math.max(last.step + 1, Math.round(last.step * GROWTH)) : 0
  }

  /** Keeps a copy of the weights. A step that was kept before stays as it is. */
  keep(step: number, theta: Float64Array): void {
    const last = this.#kept.at(-1)
    if (last && step <= last.step) return
    this.#kept.push({ step, theta: compact(theta) })
    this.#changed = true
    while (this.#kept.length > 2 && (this.#bytes > this.limits.bytes || this.#kept.length > this.limits.count))
      this.#thin()
  }

  /** The last one at or before a step; the first where there is none so early. */
  at(step: number): Snapshot | null {
    return snapshotAt(this.#kept, step)
  }

  /** The list, when it has changed since it was last taken so. */
  news(): SnapshotList | null {
    if (!this.#changed) return null
    this.#changed = false
    return this.list
  }

  get #bytes(): number {
    return snapshotBytes(this.#kept)
  }

  /** Gives up the one between whose neighbours the step grows least. */
  #thin(): void {
    const kept = this.#kept
    const growth = (i: number) => Math.log1p(kept[i + 1].step) - Math.log1p(kept[i - 1].step)
    let least = 1
    for (let i = 2; i < kept.length - 1; i++) if (growth(i) < growth(least)) least = i
    kept.splice(least, 1)
  }
}

/** The last one at or before a step; the first where there is none so early. */
export const snapshotAt = (kept: readonly Snapshot[], step: number): Snapshot | null =>
  kept.findLast((snapshot) => snapshot.step <= step) ?? kept.at(0) ?? null

export const snapshotBytes = (kept: readonly Snapshot[]): number =>
  kept.reduce((sum, { theta }) => sum + theta.byteLength, 0)

function compact(theta: Float64Array): Float32Array | Float64Array {
  const single = Float32Array.from(theta)
  return theta.every((value, i) => Object.is(value, single[i])) ? single : theta.slice()
}
