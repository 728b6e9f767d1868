import { isDrawn, type EnergyObjective, type FlowMatching } from '@shared/document/objective'
import type { Objective } from '@shared/document/schema'
import { t } from '../../strings/t'

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
    label: t('inspector.objective.pairs'),
    help: t('inspector.objective.pairsHelp'),
    deed: t('inspector.objective.changePairs'),
    control: {
      kind: 'choice',
      value: objective.coupling,
      options: [
        { value: 'independent', label: t('inspector.objective.independent') },
        { value: 'optimal-transport', label: t('inspector.objective.transport') },
      ],
      set: (value) => ({ ...objective, coupling: value as FlowMatching['coupling'] }),
    },
  },
  {
    key: 'sigma',
    label: t('inspector.objective.blur'),
    help: t('inspector.objective.blurHelp'),
    deed: t('inspector.objective.changeBlur'),
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
        label: t('inspector.objective.alpha'),
        help: t('inspector.objective.alphaHelp'),
        deed: t('inspector.objective.changeAlpha'),
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
        label: t('inspector.objective.weight'),
        help: t('inspector.objective.weightHelp'),
        deed: t('inspector.objective.changeWeight'),
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
  label: t('inspector.objective.gradient'),
  help: t('inspector.objective.gradientHelp'),
  deed: t('inspector.objective.changeGradient'),
  control: {
    kind: 'choice',
    value: objective.gradient,
    options: [
      { value: 'score', label: t('inspector.objective.full') },
      { value: 'path', label: t('inspector.objective.path') },
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
    label: t('inspector.objective.annealing'),
    help: t('inspector.objective.annealingHelp'),
    deed: t('inspector.objective.changeAnnealing'),
    control: {
      kind: 'choice',
      value: annealing.kind,
      options: [
        { value: 'none', label: t('inspector.objective.atOnce') },
        { value: 'bridge', label: t('inspector.objective.fromNormal') },
        { value: 'temperature', label: t('inspector.objective.byTemperature') },
      ],
      set: (value) => set(value === 'none' ? { kind: 'none' } : { ...rise, kind: value as Rise['kind'] }),
    },
  }
  if (annealing.kind === 'none') return [kind]
  return [
    kind,
    {
      key: 'over',
      label: t('inspector.objective.over'),
      help: t('inspector.objective.overHelp'),
      deed: t('inspector.objective.changeAnnealing'),
      control: {
        kind: 'number',
        value: rise.steps,
        ...{ min: 1, max: 10_000_000, step: 500, integer: true },
        set: (over) => set({ ...rise, steps: over }),
      },
    },
    {
      key: 'from',
      label: t('inspector.objective.begin'),
      help: t('inspector.objective.beginHelp'),
      deed: t('inspector.objective.changeAnnealing'),
      control: {
        kind: 'number',
        value: rise.from,
        ...{ min: 0.0001, max: 1, step: 0.05, integer: false },
        set: (from) => set({ ...rise, from }),
      },
    },
  ]
}
