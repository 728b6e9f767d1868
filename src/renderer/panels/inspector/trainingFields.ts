import type { TrainingPatch } from '@shared/document/edits'
import { isJudgedByNll } from '@shared/document/objective'
import type { Objective, TrainingSettings } from '@shared/document/schema'

interface FieldBase {
  readonly key: string
  readonly label: string
  readonly help: string
  /** Shown only where it has a say. */
  readonly when?: (training: TrainingSettings, objective: Objective) => boolean
}

export interface TrainingNumber extends FieldBase {
  readonly kind: 'number'
  readonly min: number
  readonly max: number
  readonly step: number
  readonly integer: boolean
  /** What a switch sets it to when it may be null and is turned on; undefined where it is always there. */
  readonly whenOn?: number
  read(training: TrainingSettings): number | null
  write(value: number | null): TrainingPatch
}

export interface TrainingChoice extends FieldBase {
  readonly kind: 'choice'
  readonly options: readonly { readonly value: string; readonly label: string }[]
  read(training: TrainingSettings): string
  write(value: string): TrainingPatch
}

export type TrainingField = TrainingNumber | TrainingChoice

type NumberKey =
  'steps' | 'batchSize' | 'seed' | 'clipNorm' | 'ema' | 'validateEvery' | 'patience' | 'targetNll' | 'checkpointEvery'
type Range = Pick<TrainingNumber, 'min' | 'max' | 'step' | 'integer' | 'whenOn'>

const whole = (min: number, max: number, step = 1, whenOn?: number): Range => ({
  min,
  max,
  step,
  integer: true,
  whenOn,
})
const real = (min: number, max: number, step: number, whenOn?: number): Range => ({
  min,
  max,
  step,
  integer: false,
  whenOn,
})

const field = (
  key: NumberKey,
  label: string,
  range: Range,
  help: string,
  when?: TrainingNumber['when'],
): TrainingNumber => ({
  kind: 'number',
  key,
  label,
  help,
  when,
  ...range,
  read: (training) => training[key],
  write: (value) => ({ [key]: value }),
})

type OptimizerKey = 'learningRate' | 'beta1' | 'beta2' | 'epsilon' | 'weightDecay'
const ofOptimizer = (
  key: OptimizerKey,
  label: string,
  range: Range,
  help: string,
  when?: TrainingNumber['when'],
): TrainingNumber => ({
  kind: 'number',
  key,
  label,
  help,
  when,
  ...range,
  read: (training) => training.optimizer[key],
  write: (value) => ({ optimizer: { [key]: value ?? 0 } }),
})

type ScheduleKey = 'warmupSteps' | 'finalFraction'
const ofSchedule = (
  key: ScheduleKey,
  label: string,
  range: Range,
  help: string,
  word: 'warmup' | 'cosine',
): TrainingNumber => ({
  kind: 'number',
  key,
  label,
  help,
  when: ({ schedule }) => schedule.type.includes(word),
  ...range,
  read: (training) => training.schedule[key],
  write: (value) => ({ schedule: { [key]: value ?? 0 } }),
})

const optimizerTypes = [
  { value: 'adam', label: 'Adam' },
  { value: 'adamw', label: 'AdamW' },
] as const
const scheduleTypes = [
  { value: 'constant', label: 'Constant' },
  { value: 'cosine', label: 'Cosine' },
  { value: 'warmup', label: 'Warm-up' },
  { value: 'warmup-cosine', label: 'Warm-up, cosine' },
] as const

/** Every training setting, in the groups of the form. Ranges are the document schema's. */
export const trainingGroups: readonly { readonly title: string; readonly fields: readonly TrainingField[] }[] = [
  {
    title: 'Training',
    fields: [
      field(
        'steps',
        'Steps',
        whole(1, 10_000_000, 500),
        'Gradient steps of the whole run; the learning rate is planned over them.',
      ),
      field(
        'batchSize',
        'Batch size',
        whole(1, 1_000_000, 64),
        'Rows or draws in each step. More gives calmer gradients and slower steps.',
      ),
      field('seed', 'Seed', whole(0, 0xffffffff), 'The same seed gives the same initial weights and the same batches.'),
    ],
  },
  {
    title: 'Optimiser',
    fields: [
      {
        kind: 'choice',
        key: 'optimizer',
        label: 'Method',
        help: 'AdamW is Adam with weight decay applied apart from the gradient.',
        options: optimizerTypes,
        read: ({ optimizer }) => optimizer.type,
        write: (value) => ({ optimizer: { type: value as TrainingSettings['optimizer']['type'] } }),
      },
      ofOptimizer(
        'learningRate',
        'Learning rate',
        real(1e-9, 10, 0.0005),
        'The peak of the schedule. Too high shows as a loss that jumps.',
      ),
      ofOptimizer('beta1', 'β₁', real(0, 1, 0.01), 'Memory of the gradient’s mean.'),
      ofOptimizer('beta2', 'β₂', real(0, 1, 0.001), 'Memory of the gradient’s square.'),
      ofOptimizer('epsilon', 'ε', real(1e-12, 1, 1e-8), 'Added to the root of the square, against division by zero.'),
      ofOptimizer(
        'weightDecay',
        'Weight decay',
        real(0, 1, 0.001),
        'How far each step pulls the weights to zero.',
        ({ optimizer }) => optimizer.type === 'adamw',
      ),
    ],
  },
  {
    title: 'Learning-rate schedule',
    fields: [
      {
        kind: 'choice',
        key: 'schedule',
        label: 'Shape',
        help: 'How the learning rate changes over the run.',
        options: scheduleTypes,
        read: ({ schedule }) => schedule.type,
        write: (value) => ({ schedule: { type: value as TrainingSettings['schedule']['type'] } }),
      },
      ofSchedule(
        'warmupSteps',
        'Warm-up steps',
        whole(0, 10_000_000, 50),
        'Steps of linear rise from zero to the peak.',
        'warmup',
      ),
      ofSchedule(
        'finalFraction',
        'Final fraction',
        real(0, 1, 0.01),
        'Learning rate at the end, as a fraction of the peak.',
        'cosine',
      ),
    ],
  },
  {
    title: 'Safeguards',
    fields: [
      field(
        'clipNorm',
        'Clip gradients',
        real(1e-6, 1e6, 0.5, 5),
        'Longest gradient allowed; longer ones are scaled back.',
      ),
      field(
        'ema',
        'Average weights',
        real(0.001, 0.99999, 0.001, 0.999),
        'Decay of a moving average of the weights, used for every picture and number.',
      ),
      field(
        'validateEvery',
        'Validate every',
        whole(1, 1_000_000, 10),
        'Steps between measurements on the validation rows.',
      ),
      field(
        'patience',
        'Stop early after',
        whole(1, 100_000, 1, 20),
        'Validations without improvement before the run ends; the best weights are kept.',
      ),
      field(
        'targetNll',
        'Stop at NLL',
        real(-1e6, 1e6, 0.01, 0),
        'The run ends once the validation rows, all of them, have this NLL or less: nats, units of the data.',
        (_, objective) => isJudgedByNll(objective),
      ),
      field(
        'checkpointEvery',
        'Checkpoint every',
        whole(1, 1_000_000, 50),
        'Steps between checkpoints, from which a run goes on after a crash.',
      ),
    ],
  },
]
