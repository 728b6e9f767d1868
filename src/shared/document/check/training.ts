import type { Issue } from '../issue'
import type { FlowDocument } from '../schema'
import { entryOf } from '../objective'
import { fault } from './blame'

/** Where training and data settings contradict each other. */
export function checkTraining({ training, data, objective }: FlowDocument): readonly Issue[] {
  const { schedule, optimizer, steps } = training
  const { validation, test } = data.split
  const held = validation + test
  const { source } = data
  // fresh rows never run out
  const takesRows = entryOf(objective).rows
  const rows = takesRows && source.kind === 'toy' && !source.fresh ? Math.floor(source.samples * (1 - held)) : null
  const warmsUp = schedule.type === 'warmup' || schedule.type === 'warmup-cosine'
  const issues: (Issue | false)[] = [
    held >= 0.9 &&
      fault(
        'error',
        'data.split',
        `validation and test take ${percent(held)} of the rows, expected less than 90 %. Leave more for training.`,
      ),
    warmsUp &&
      schedule.warmupSteps >= steps &&
      fault(
        'error',
        'training.schedule.warmupSteps',
        `the warm-up lasts ${schedule.warmupSteps} steps, expected fewer than the ${steps} steps of training. Shorten it.`,
      ),
    ...(['beta1', 'beta2'] as const).map(
      (beta) =>
        optimizer[beta] >= 1 &&
        fault(
          'error',
          `training.optimizer.${beta}`,
          `expected less than 1, got ${optimizer[beta]}. Adam divides by 1 − ${beta}.`,
        ),
    ),
    training.patience !== null &&
      takesRows &&
      validation === 0 &&
      fault(
        'error',
        'training.patience',
        'early stopping needs validation rows, the split has none. Give validation a share, or set patience to null.',
      ),
    training.targetNll !== null &&
      takesRows &&
      validation === 0 &&
      fault(
        'error',
        'training.targetNll',
        'stopping at an NLL needs validation rows, the split has none. Give validation a share, or set targetNll to null.',
      ),
    training.validateEvery > steps &&
      fault(
        'warning',
        'training.validateEvery',
        `validates every ${training.validateEvery} steps, but training ends after ${steps}. Lower it.`,
      ),
    optimizer.type === 'adam' &&
      optimizer.weightDecay > 0 &&
      fault(
        'warning',
        'training.optimizer.weightDecay',
        'only AdamW decays weights; Adam leaves this aside. Choose AdamW or set it to 0.',
      ),
    rows !== null &&
      training.batchSize > rows &&
      fault(
        'warning',
        'training.batchSize',
        `a batch of ${training.batchSize} is more than the ${rows} training rows. Lower it or draw more samples.`,
      ),
  ]
  return issues.filter((issue) => issue !== false)
}

const percent = (fraction: number): string => `${Number((100 * fraction).toPrecision(3))} %`
