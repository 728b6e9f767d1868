import type { Learnt } from '../learn/training/carry'
import type { TrainerState } from '../learn/training/state'

/** What training has made of a document. */
export interface Result {
  /** The document's `trainedKey`. */
  readonly key: string
  readonly state: TrainerState
  /** What blocks have learnt that are not in its flow at the moment, by id. */
  readonly idle: ReadonlyMap<string, Learnt>
}

const usualLimits = { bytes: 64 * 2 ** 20, count: 64 }

/**
 * What training made of a document and of those that it was before edits, so that whoever goes back to one finds it as it
 * was left. Within bounds of number and memory; those left longest ago are given up first.
 */
export class Results {
  /** Newest last. */
  #kept: readonly Result[] = []

  constructor(private readonly limits = usualLimits) {}

  /** The document is left in this state. */
  keep(result: Result): void {
    const others = this.#kept.filter(({ key }) => key !== result.key)
    this.#kept = [...newest(others, this.limits.count - 1, this.limits.bytes - bytesOf(result)), result]
  }

  /** Of all that is kept. */
  get bytes(): number {
    return this.#kept.reduce((sum, result) => sum + bytesOf(result), 0)
  }

  find(key: string): Result | null {
    return this.#kept.find((result) => result.key === key) ?? null
  }

  /** The newest of them, oldest first, that take no more than so many bytes. */
  within(bytes: number): readonly Result[] {
    return newest(this.#kept, this.limits.count, bytes)
  }

  /** Another document is opened. */
  forget(results: readonly Result[] = []): void {
    this.#kept = results
  }
}

/** As many of the last as there is room for. */
function newest(results: readonly Result[], count: number, bytes: number): readonly Result[] {
  let [first, left] = [results.length, bytes]
  while (first > 0 && results.length - first < count) {
    left -= bytesOf(results[first - 1])
    if (left < 0) break
    first--
  }
  return results.slice(first)
}

/** Of all its arrays. */
function bytesOf({ state, idle }: Pick<Result, 'state' | 'idle'>): number {
  const { theta, m, v, ema, best, history } = state
  const { parts = {}, ...curves } = history
  const ofIdle = [...idle.values()].flatMap((learnt) => [learnt.theta, learnt.m, learnt.v, learnt.ema])
  const arrays = [theta, m, v, ema, best?.theta, ...Object.values(curves), ...Object.values(parts), ...ofIdle]
  return arrays.reduce((sum, array) => sum + (array?.byteLength ?? 0), 0)
}
