import { inverseTemperatureAt, isJudgedByNll } from '../../../document/objective'
import type { FlowDocument, Objective } from '../../../document/schema'
import type { HistorySlice } from '../../training/history'

/** A run whose metrics are written to a file, in whichever format. */
export interface MeasuredRun {
  readonly document: Pick<FlowDocument, 'name' | 'objective' | 'training'>
  /** When its training began, in milliseconds since 1970. */
  readonly began: number
  /** Its curves, in stretches one after the other. */
  readonly curves: readonly HistorySlice[]
}

/** What was measured at a step of training. Losses in nats. */
export interface Trained {
  readonly kind: 'training'
  readonly step: number
  readonly loss: number
  /** What the loss is the sum of, by name, NaN where that was not kept; null where it is one thing. */
  readonly parts: Readonly<Record<string, number>> | null
  readonly gradientNorm: number
  /** Of training until the step was done; NaN where it was not timed. */
  readonly seconds: number
  /** The inverse temperature of a target that is annealed; null of another. */
  readonly beta: number | null
}

/** What a validation measured after a step. */
export interface Validation {
  readonly kind: 'validation'
  readonly step: number
  readonly loss: number
}

/** Everything that was measured, in order of the steps; of one step, training before validation. */
export const measurementsOf = ({ document, curves }: MeasuredRun): readonly (Trained | Validation)[] =>
  curves
    .flatMap((stretch) => [...trainedIn(stretch, document.objective), ...validationsIn(stretch)])
    .sort((a, b) => a.step - b.step)

function trainedIn({ steps, trainLoss, gradientNorm, seconds, parts }: HistorySlice, objective: Objective): Trained[] {
  const columns = parts && Object.entries(parts)
  return Array.from(steps, (step, i) => ({
    kind: 'training',
    step,
    loss: trainLoss[i],
    parts: columns ? Object.fromEntries(columns.map(([name, values]) => [name, values[i]])) : null,
    gradientNorm: gradientNorm[i],
    seconds: seconds?.[i] ?? NaN,
    beta: inverseTemperatureAt(objective, step - 1),
  }))
}

const validationsIn = ({ validationSteps, validationLoss }: HistorySlice): Validation[] =>
  Array.from(validationSteps, (step, i) => ({ kind: 'validation', step, loss: validationLoss[i] }))

/**
 * What text files call the losses: `nll` for maximum likelihood, `loss` for another objective, but for validations that
 * measure the NLL all the same.
 */
export const lossNames = (objective: Objective) => ({
  train: objective.type === 'maximum-likelihood' ? 'train_nll' : 'train_loss',
  validation: isJudgedByNll(objective) ? 'validation_nll' : 'validation_loss',
})
