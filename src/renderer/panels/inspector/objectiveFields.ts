import { isDrawn, type EnergyObjective, type FlowMatching } from '@shared/document/objective'
import type { Objective } from '@shared/document/schema'

/** A line of the objective's form, with its present value and what the objective becomes with another. */
export interface ObjectiveField {
  readonly key: string
  readonly label: string
  readonly help: string
  /** What a change is called in the history. */
  readonly deed: string
  readonly control: NumberControl | ChoiceControl
}

interface NumberControl {
  readonly kind: 'number'
  readonly value: number
  readonly min: number
  readonly max: number
  readonly step: number
  readonly integer: boolean
  set(value: number): Objective
}

interface ChoiceControl {
  readonly kind: 'choice'
  readonly value: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
  set(value: string): Objective
}

/** All settings of an objective that have a say. `steps` is the length of the run. */
export function objectiveFields(objective: Objective, steps: number): readonly ObjectiveField[] {
  if (objective.type === 'flow-matching') return matchingFields(objective)
  return isDrawn(objective)
    ? [...ownFields(objective), gradientField(objective), ...annealingFields(objective, steps)]
    : []
}

const matchingFields = (objective: FlowMatching): readonly ObjectiveField[] => [
  {
    key: 'coupling',
    label: 'Pairs',
    help:
      'Which draw of the base goes with which row of a batch: any, or the nearest by optimal transport, up to 128 rows at a ' +
      'time. That takes time for each batch, but lines cross less: paths are straighter and need fewer steps of the solver.',
    deed: 'Change pairs',
    control: {
      kind: 'choice',
      value: objective.coupling,
      options: [
        { value: 'independent', label: 'Independent' },
        { value: 'optimal-transport', label: 'Optimal transport' },
      ],
      set: (value) => ({ ...objective, coupling: value as FlowMatching['coupling'] }),
    },
  },
  {
    key: 'sigma',
    label: 'Blur σ',
    help: 'Standard deviation of the normal that each row stands for, in standardised units. 0 is the row itself.',
    deed: 'Change blur',
    control: {
      kind: 'number',
      value: objective.sigma,
      ...{ min: 0, max: 0.99, step: 0.01, integer: false },
      set: (sigma) => ({ ...objective, sigma }),
    },
  },
]

/** What one objective of energies has and the others have not. */
function ownFields(objective: EnergyObjective): readonly ObjectiveField[] {
  if (objective.type === 'alpha-divergence')
    return [
      {
        key: 'alpha',
        label: 'α',
        help: 'Order of the divergence: any number from −10 to 10 but 0 and 1.',
        deed: 'Change α',
        control: {
          kind: 'number',
          value: objective.alpha,
          ...{ min: -10, max: 10, step: 0.1, integer: false },
          set: (alpha) => ({ ...objective, alpha }),
        },
      },
    ]
  if (objective.type === 'mixed')
    return [
      {
        key: 'weight',
        label: 'Weight of energy',
        help: 'Share of the energy’s part; rows of data have the rest.',
        deed: 'Change weight',
        control: {
          kind: 'number',
          value: objective.weight,
          ...{ min: 0, max: 1, step: 0.05, integer: false },
          set: (weight) => ({ ...objective, weight }),
        },
      },
    ]
  return []
}

const gradientField = (objective: EnergyObjective): ObjectiveField => ({
  key: 'gradient',
  label: 'Gradient',
  help:
    'Full: through draws and density, by z → x alone. Path: through the draws only; takes x → z as well, and is free of ' +
    'noise where the model fits. Stochastic blocks leave no way back, so that it is full there.',
  deed: 'Change gradient',
  control: {
    kind: 'choice',
    value: objective.gradient,
    options: [
      { value: 'score', label: 'Full' },
      { value: 'path', label: 'Path' },
    ],
    set: (value) => ({ ...objective, gradient: value as EnergyObjective['gradient'] }),
  },
})

type Annealing = EnergyObjective['annealing']
type Rise = Exclude<Annealing, { readonly kind: 'none' }>

function annealingFields(objective: EnergyObjective, steps: number): readonly ObjectiveField[] {
  const { annealing } = objective
  const set = (next: Annealing): Objective => ({ ...objective, annealing: next })
  const rise: Rise = annealing.kind === 'none' ? { kind: 'bridge', steps: Math.ceil(steps / 2), from: 0.01 } : annealing
  const kind: ObjectiveField = {
    key: 'annealing',
    label: 'Bring energy in',
    help:
      'How the energy is brought in. From a normal: it grows as a standard normal goes, so that modes are found while all are ' +
      'near. By temperature: it grows alone, flat at first.',
    deed: 'Change annealing',
    control: {
      kind: 'choice',
      value: annealing.kind,
      options: [
        { value: 'none', label: 'At once' },
        { value: 'bridge', label: 'From a normal' },
        { value: 'temperature', label: 'By temperature' },
      ],
      set: (value) => set(value === 'none' ? { kind: 'none' } : { ...rise, kind: value as Rise['kind'] }),
    },
  }
  if (annealing.kind === 'none') return [kind]
  return [
    kind,
    {
      key: 'over',
      label: 'Over steps',
      help: 'Steps from no energy to all of it.',
      deed: 'Change annealing',
      control: {
        kind: 'number',
        value: rise.steps,
        ...{ min: 1, max: 10_000_000, step: 500, integer: true },
        set: (over) => set({ ...rise, steps: over }),
      },
    },
    {
      key: 'from',
      label: 'Begin with share',
      help: 'Share of the energy at the first step, β.',
      deed: 'Change annealing',
      control: {
        kind: 'number',
        value: rise.from,
        ...{ min: 0.0001, max: 1, step: 0.05, integer: false },
        set: (from) => set({ ...rise, from }),
      },
    },
  ]
}
