import { lossNames, measurementsOf, type MeasuredRun } from './measurements'

/**
 * A run's metrics, one JSON object a line: training steps, and validations under `validation_nll`, in order of their steps;
 * `loss` in place of `nll` as `lossNames` says. `train_parts` are what a step's loss is the sum of, where it is of several,
 * and `beta` is the inverse temperature of a target that is annealed. JSON has no NaN and no infinities: they are null.
 */
export function metricsJsonLines(run: MeasuredRun): string {
  const names = lossNames(run.document.objective)
  return measurementsOf(run)
    .map((each) => {
      if (each.kind === 'validation') return { step: each.step, [names.validation]: each.loss }
      const { step, loss, parts, gradientNorm, beta } = each
      return {
        step,
        [names.train]: loss,
        ...(parts && { train_parts: parts }),
        ...(beta !== null && { beta }),
        gradient_norm: gradientNorm,
      }
    })
    .map((entry) => JSON.stringify(entry) + '\n')
    .join('')
}
