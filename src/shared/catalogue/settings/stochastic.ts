import type { NumberSetting, Setting } from '../types'

/** Where on the way from base to target the density stands that a stochastic block walks on. */
const placeSettings = [
  {
    kind: 'choice',
    key: 'place',
    label: 'Walks on',
    help: 'The density between base and target, ln π = (1 − λ) ln p_base + λ ln p̃: of the k-th of S stochastic blocks at λ = k/S, or of a λ of your own.',
    default: 'position',
    options: [
      { value: 'position', label: 'its share of the way' },
      { value: 'fixed', label: 'a fixed λ' },
    ],
  },
  {
    kind: 'number',
    key: 'lambda',
    label: 'λ',
    help: '0 walks on the base, 1 on the target.',
    default: 1,
    min: 0,
    max: 1,
    step: 0.01,
    integer: false,
    scale: 'linear',
    when: { key: 'place', equals: 'fixed' },
  },
] as const satisfies readonly Setting[]

/** The size of a step in the flow's units, and whether training may change it. */
const stepSettings = ({ help, ...rest }: Pick<NumberSetting, 'help' | 'default' | 'min' | 'max'>) =>
  [
    { kind: 'number', key: 'step', label: 'Step size', help, step: 0.001, integer: false, scale: 'log', ...rest },
    {
      kind: 'boolean',
      key: 'learns',
      label: 'Learn the step',
      help: 'Training may lengthen or shorten the step of each coordinate, up to 20-fold. What was accepted counts as given.',
      default: false,
    },
  ] as const satisfies readonly Setting[]

/** What every stochastic block has. */
export const walkSettings = (step: Parameters<typeof stepSettings>[0]): readonly Setting[] => [
  ...stepSettings(step),
  ...placeSettings,
]

/** What to know before using any of them. */
export const walkNotes = [
  'Needs an energy as data: it walks towards that. Not the identity when inserted.',
  'A stack with it has no density of a point in closed form. Draws come with weights; what rows score is a bound, −log p or more in the mean.',
] as const
