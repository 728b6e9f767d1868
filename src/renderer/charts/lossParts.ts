import { inverseTemperatureAt } from '@shared/document/objective'
import type { Objective } from '@shared/document/schema'
import type { RunHistory } from '../stores/run/history'

/** Entries that a part's shown value is the mean of: single steps are noisy. */
const LATE = 30

export interface LossPart {
  readonly name: string
  /** Nats; NaN before the first step. */
  readonly value: number
}

/** What the loss is the sum of, by the mean of the last steps; none where it is one thing. */
export const lossParts = ({ parts }: Pick<RunHistory, 'parts'>): readonly LossPart[] =>
  [...parts].map(([name, { values }]) => {
    const late = values.subarray(-LATE).filter(Number.isFinite)
    return { name, value: late.reduce((sum, value) => sum + value, 0) / late.length }
  })

/** β of the last step of a run whose target is annealed, null of another. */
export const annealedTo = (objective: Objective, step: number): number | null =>
  inverseTemperatureAt(objective, Math.max(0, step - 1))
