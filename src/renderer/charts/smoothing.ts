import { MEMORY } from '../stores/run/history'

/** How much the curve of the training loss is smoothed. */
export const SMOOTHINGS = ['none', 'light', 'usual', 'strong'] as const
export type Smoothing = (typeof SMOOTHINGS)[number]

/** Weight of the past in the exponential moving average. */
export const memoryOf: Readonly<Record<Smoothing, number>> = { none: 0, light: 0.9, usual: MEMORY, strong: 0.995 }

/** About how many entries such an average is of. */
export const entriesOf = (smoothing: Smoothing): number => Math.round(1 / (1 - memoryOf[smoothing]))
