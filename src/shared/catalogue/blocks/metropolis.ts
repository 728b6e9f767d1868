import { walkNotes, walkSettings } from '../settings/stochastic'
import type { BlockEntry } from '../types'

export const metropolis: BlockEntry = {
  type: 'metropolis',
  label: 'Metropolis steps',
  family: 'stochastic',
  summary: 'Random steps that are taken or refused by the energy: carries points between modes that a map cannot part.',
  formula: String.raw`\mathbf{y}' = \mathbf{y} + h\,\mathbf{w}, \quad \mathbf{w} \sim \mathcal{N}(0, \mathbf{I}), \quad \Pr[\text{take}] = \min\left(1, \frac{\pi(\mathbf{y}')}{\pi(\mathbf{y})}\right)`,
  logDetFormula: String.raw`\Delta S = \log\pi(\mathbf{z}) - \log\pi(\mathbf{x})`,
  meaning: String.raw`A random move $h\,\mathbf{w}$ is proposed and taken with a chance that is the smaller the lower $\pi$ is there; else the point stays. $\Delta S$, by which the log-weight of a path grows, is how far $\log\pi$ has fallen from z to x.`,
  line: 'y ← y + h w, if accepted',
  use: {
    when: 'With a known energy that can be evaluated but not differentiated, to carry draws between modes.',
    not: 'Where gradients should pass through its steps, or densities of points are asked for.',
  },
  citation: {
    authors: 'N. Metropolis, A. W. Rosenbluth, M. N. Rosenbluth, A. H. Teller, E. Teller',
    year: 1953,
    title: 'Equation of State Calculations by Fast Computing Machines',
    source: 'The Journal of Chemical Physics 21 (1953)',
  },
  settings: [
    {
      kind: 'number',
      key: 'steps',
      label: 'Steps',
      help: 'How often a step is tried.',
      default: 10,
      min: 1,
      max: 100,
      step: 1,
      integer: true,
      scale: 'log',
    },
    ...walkSettings({
      help: "h: standard deviation of a step in each coordinate, in the flow's units. A quarter to a half of the steps should be taken.",
      default: 1,
      min: 0.001,
      max: 10,
    }),
  ],
  jacobian: { structure: 'stochastic', constant: false },
  forward: { kind: 'stochastic', cost: 'one energy per step' },
  inverse: { kind: 'stochastic', cost: 'one energy per step' },
  startsAsIdentity: false,
  notes: walkNotes,
}
