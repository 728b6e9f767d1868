/** By what the chart of losses counts a run's course. */
export const ACROSS = ['step', 'epoch', 'time'] as const
export type Across = (typeof ACROSS)[number]

/** The steps of a run, ascending, and when each was done, in seconds. */
export interface Timed {
  readonly steps: Float64Array
  readonly seconds?: Float64Array | undefined
}

/** Epochs that a step goes through: its rows over all training rows, the batch never being larger than those. */
export const epochsOfStep = (batchSize: number, rows: number): number => Math.min(batchSize, rows) / rows

/** Seconds of training when a step was done; NaN where it was not timed. Step 0 is the start, at 0. */
export function secondsAt({ steps, seconds }: Timed, step: number): number {
  if (step <= 0) return 0
  let [low, high] = [0, steps.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (steps[middle] < step) low = middle + 1
    else high = middle
  }
  return steps[low] === step ? (seconds?.[low] ?? NaN) : NaN
}

/** The newest time of a run; 0 where no step was timed. */
export const lastSecond = ({ seconds }: Timed): number => seconds?.findLast(Number.isFinite) ?? 0
