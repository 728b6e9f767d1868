/** Milliseconds of one run, over many. */
export interface Timing {
  readonly ms: number
  readonly p10: number
  readonly p90: number
  readonly runs: number
}

export interface Watch {
  /** Monotonic milliseconds. */
  now(): number
  /** How long to time one thing. */
  readonly seconds: number
}

const WARM_UP_SHARE = 0.3
const FEWEST_RUNS = 3

/**
 * The median of many runs, after as long a warm-up as lets the host's compiler finish. What takes longer than the time
 * there is runs once before and three times in it.
 */
export async function time({ now, seconds }: Watch, run: () => Promise<unknown>): Promise<Timing> {
  const warm = now()
  do await run()
  while (now() - warm < 1000 * seconds * WARM_UP_SHARE)
  const times: number[] = []
  const started = now()
  while (times.length < FEWEST_RUNS || now() - started < 1000 * seconds) {
    const before = now()
    await run()
    times.push(now() - before)
  }
  return summary(times)
}

/**
 * Milliseconds of each of several things, round by round: in a round each has its turn, so that what a shared machine
 * gives, which drifts, is the same for all. As long for each as `time` takes.
 */
export function timeInTurns({ now, seconds }: Watch, runs: readonly (() => void)[]): readonly (readonly number[])[] {
  const total = 1000 * seconds * runs.length
  const round = () =>
    runs.map((run) => {
      const before = now()
      run()
      return now() - before
    })
  const warm = now()
  do round()
  while (now() - warm < total * WARM_UP_SHARE)
  const rounds: number[][] = []
  const started = now()
  while (rounds.length < FEWEST_RUNS || now() - started < total) rounds.push(round())
  return rounds
}

/** Median and tenths of a list of milliseconds. */
export function summary(times: readonly number[]): Timing {
  const sorted = [...times].sort((a, b) => a - b)
  return {
    ms: quantile(sorted, 0.5),
    p10: quantile(sorted, 0.1),
    p90: quantile(sorted, 0.9),
    runs: times.length,
  }
}

export const median = (values: readonly number[]): number => summary(values).ms

/** By linear interpolation between order statistics. */
function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1)
  const below = Math.floor(place)
  const above = Math.min(below + 1, sorted.length - 1)
  return sorted[below] + (place - below) * (sorted[above] - sorted[below])
}
