import type { NumberSetting, Setting } from '../types'

/** Pieces K of a spline. */
export const binsSetting = {
  kind: 'number',
  key: 'bins',
  label: 'Bins',
  help: 'Pieces K of each spline. More bins resolve finer structure along one coordinate.',
  default: 8,
  min: 2,
  max: 64,
  step: 1,
  integer: true,
  scale: 'log',
} as const satisfies NumberSetting

/** What the one kind of spline without a root in closed form costs. */
export const cubicRoot = 'Cubic splines solve x → z by bracketed Newton; the other kinds have a root in closed form.'

/** Which monotone spline bends a coordinate, of how many bins, on which interval. */
export const splineSettings = [
  {
    kind: 'choice',
    key: 'spline',
    label: 'Spline',
    help: 'The curve inside a bin. Rational-quadratic fits most; linear makes the density a staircase.',
    default: 'rational-quadratic',
    options: [
      { value: 'rational-quadratic', label: 'Rational-quadratic' },
      { value: 'linear-rational', label: 'Linear-rational' },
      { value: 'cubic', label: 'Cubic' },
      { value: 'quadratic', label: 'Quadratic' },
      { value: 'linear', label: 'Linear' },
    ],
  },
  binsSetting,
  {
    kind: 'number',
    key: 'bound',
    label: 'Bound',
    help: 'The spline acts on [−B, B] in standardised units and is the identity outside. Keep it wider than the data.',
    default: 4,
    min: 0.5,
    max: 50,
    step: 0.5,
    integer: false,
    scale: 'log',
  },
] as const satisfies readonly Setting[]
