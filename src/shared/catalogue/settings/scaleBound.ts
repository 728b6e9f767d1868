import type { NumberSetting } from '../types'

/** Bound c of a log-scale: s = c·tanh(a/c), so that no layer stretches by more than e^c. */
export const scaleBoundSetting = {
  kind: 'number',
  key: 'scaleBound',
  label: 'Scale bound',
  help: 'Largest log-scale c: each coordinate stretches or shrinks by at most e^c. Small values train more calmly.',
  default: 2,
  min: 0.1,
  max: 10,
  step: 0.1,
  integer: false,
  scale: 'log',
} as const satisfies NumberSetting
