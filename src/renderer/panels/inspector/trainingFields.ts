import type { TrainingPatch } from '@shared/document/edits'
import { isJudgedByNll } from '@shared/document/objective'
import type { Objective, TrainingSettings } from '@shared/document/schema'
import { t } from '../../strings/t'

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
  { value: 'constant', label: t('inspector.training.constant') },
  { value: 'cosine', label: t('inspector.training.cosine') },
  { value: 'warmup', label: t('inspector.training.warmup') },
  { value: 'warmup-cosine', label: t('inspector.training.warmupCosine') },
] as const

/** Every training setting, in the groups of the form. Ranges are the document schema's. */
export const trainingGroups: readonly { readonly title: string; readonly fields: readonly TrainingField[] }[] = [
  {
    title: t('inspector.training.title'),
    fields: [
      field('steps', t('inspector.training.steps'), whole(1, 10_000_000, 500), t('inspector.training.stepsHelp')),
      field(
        'batchSize',
        t('inspector.training.batchSize'),
        whole(1, 1_000_000, 64),
        t('inspector.training.batchSizeHelp'),
      ),
      field('seed', t('inspector.training.seed'), whole(0, 0xffffffff), t('inspector.training.seedHelp')),
    ],
  },
  {
    title: t('inspector.training.optimiser'),
    fields: [
      {
        kind: 'choice',
        key: 'optimizer',
        label: t('inspector.training.method'),
        help: t('inspector.training.methodHelp'),
        options: optimizerTypes,
        read: ({ optimizer }) => optimizer.type,
        write: (value) => ({ optimizer: { type: value as TrainingSettings['optimizer']['type'] } }),
      },
      ofOptimizer(
        'learningRate',
        t('inspector.training.learningRate'),
        real(1e-9, 10, 0.0005),
        t('inspector.training.learningRateHelp'),
      ),
      ofOptimizer('beta1', 'β₁', real(0, 1, 0.01), t('inspector.training.beta1Help')),
      ofOptimizer('beta2', 'β₂', real(0, 1, 0.001), t('inspector.training.beta2Help')),
      ofOptimizer('epsilon', 'ε', real(1e-12, 1, 1e-8), t('inspector.training.epsilonHelp')),
      ofOptimizer(
        'weightDecay',
        t('inspector.training.weightDecay'),
        real(0, 1, 0.001),
        t('inspector.training.weightDecayHelp'),
        ({ optimizer }) => optimizer.type === 'adamw',
      ),
    ],
  },
  {
    title: t('inspector.training.schedule'),
    fields: [
      {
        kind: 'choice',
        key: 'schedule',
        label: t('inspector.training.shape'),
        help: t('inspector.training.shapeHelp'),
        options: scheduleTypes,
        read: ({ schedule }) => schedule.type,
        write: (value) => ({ schedule: { type: value as TrainingSettings['schedule']['type'] } }),
      },
      ofSchedule(
        'warmupSteps',
        t('inspector.training.warmupSteps'),
        whole(0, 10_000_000, 50),
        t('inspector.training.warmupStepsHelp'),
        'warmup',
      ),
      ofSchedule(
        'finalFraction',
        t('inspector.training.finalFraction'),
        real(0, 1, 0.01),
        t('inspector.training.finalFractionHelp'),
        'cosine',
      ),
    ],
  },
  {
    title: t('inspector.training.safeguards'),
    fields: [
      field('clipNorm', t('inspector.training.clip'), real(1e-6, 1e6, 0.5, 5), t('inspector.training.clipHelp')),
      field('ema', t('inspector.training.ema'), real(0.001, 0.99999, 0.001, 0.999), t('inspector.training.emaHelp')),
      field(
        'validateEvery',
        t('inspector.training.validateEvery'),
        whole(1, 1_000_000, 10),
        t('inspector.training.validateEveryHelp'),
      ),
      field(
        'patience',
        t('inspector.training.patience'),
        whole(1, 100_000, 1, 20),
        t('inspector.training.patienceHelp'),
      ),
      field(
        'targetNll',
        t('inspector.training.target'),
        real(-1e6, 1e6, 0.01, 0),
        t('inspector.training.targetHelp'),
        (_, objective) => isJudgedByNll(objective),
      ),
      field(
        'checkpointEvery',
        t('inspector.training.checkpointEvery'),
        whole(1, 1_000_000, 50),
        t('inspector.training.checkpointEveryHelp'),
      ),
    ],
  },
]
