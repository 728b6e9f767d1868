import type { Setting } from '../types'

export const widthSetting = {
  kind: 'number',
  key: 'width',
  label: 'Width',
  help: 'Units in each hidden layer of the network. More width fits finer detail and costs time.',
  default: 64,
  min: 1,
  max: 1024,
  step: 1,
  integer: true,
  scale: 'log',
} as const satisfies Setting

export const depthSetting = {
  kind: 'number',
  key: 'depth',
  label: 'Hidden layers',
  help: 'Hidden layers of the network.',
  default: 2,
  min: 1,
  max: 8,
  step: 1,
  integer: true,
  scale: 'linear',
} as const satisfies Setting

/** Whether a block's network sees what the rows are given. Nothing changes where the data has no context. */
export const contextSetting = {
  kind: 'boolean',
  key: 'context',
  label: 'Sees the context',
  help: 'Lets the block depend on the context columns of the data, where there are any.',
  default: true,
} as const satisfies Setting

/**
 * The network that computes a block's parameters from the coordinates it may see and from the context: a multilayer perceptron whose last
 * layer starts at zero, so that the block starts as the identity.
 */
export const conditionerSettings = [
  widthSetting,
  depthSetting,
  {
    kind: 'choice',
    key: 'activation',
    label: 'Activation',
    help: 'The non-linearity between layers. Smooth ones give smooth densities; ReLU is the fastest and leaves kinks.',
    default: 'relu',
    options: [
      { value: 'relu', label: 'ReLU' },
      { value: 'tanh', label: 'tanh' },
      { value: 'silu', label: 'SiLU' },
      { value: 'softplus', label: 'softplus' },
      { value: 'elu', label: 'ELU' },
    ],
  },
  {
    kind: 'boolean',
    key: 'residual',
    label: 'Skip connections',
    help: 'Adds each hidden layer to its input, which helps gradients through deep networks.',
    default: false,
  },
  {
    kind: 'number',
    key: 'dropout',
    label: 'Dropout',
    help: 'The share of hidden numbers that each training step leaves out, by chance: against learning few rows by heart.',
    default: 0,
    min: 0,
    max: 0.9,
    step: 0.05,
    integer: false,
    scale: 'linear',
    trainingOnly: true,
  },
  contextSetting,
] as const satisfies readonly Setting[]
