import { stochasticFlows } from '../citations'
import { walkNotes, walkSettings } from '../settings/stochastic'
import type { BlockEntry } from '../types'

export const langevin: BlockEntry = {
  type: 'langevin',
  label: 'Langevin steps',
  family: 'stochastic',
  summary: 'Drifts down the energy with noise: spreads points over a mode with weights that gradients pass through.',
  formula: String.raw`\mathbf{y}' = \mathbf{y} + h\,\nabla\log\pi(\mathbf{y}) + \sqrt{2h}\,\mathbf{w}, \quad \mathbf{w} \sim \mathcal{N}(0, \mathbf{I})`,
  logDetFormula: String.raw`\Delta S = \tfrac{1}{2}\sum\left(\lVert\mathbf{w}\rVert^2 - \lVert\tilde{\mathbf{w}}\rVert^2\right), \quad \tilde{\mathbf{w}} = \frac{\mathbf{y} - \mathbf{y}' - h\,\nabla\log\pi(\mathbf{y}')}{\sqrt{2h}}`,
  meaning: String.raw`$h$ is the step, $\nabla\log\pi$ the pull of the density walked on, $\mathbf{w}$ fresh normal noise. $\tilde{\mathbf{w}}$ is the noise that would lead back. $\Delta S$, by which the log-weight of a path grows, weighs the one against the other, over all steps.`,
  line: 'y ← y + h ∇ln π + √(2h) w',
  use: {
    when: 'With a known energy, to relax draws within a mode before they are weighted.',
    not: 'To carry draws between modes that lie apart, or where densities of points are asked for.',
  },
  citation: stochasticFlows,
  settings: [
    {
      kind: 'number',
      key: 'steps',
      label: 'Steps',
      help: 'Steps one after another.',
      default: 4,
      min: 1,
      max: 50,
      step: 1,
      integer: true,
      scale: 'log',
    },
    ...walkSettings({
      help: "h: half the variance of a step's noise, in the flow's units squared. Short steps keep the weights even, long ones go further.",
      default: 0.02,
      min: 0.0001,
      max: 1,
    }),
    {
      kind: 'boolean',
      key: 'adjusted',
      label: 'Accept or refuse',
      help: 'Steps are taken or refused such that they leave π as it is (MALA); ΔS is then log π(z) − log π(x).',
      default: false,
    },
  ],
  jacobian: { structure: 'stochastic', constant: false },
  forward: { kind: 'stochastic', cost: 'two gradients of the energy per step' },
  inverse: { kind: 'stochastic', cost: 'two gradients of the energy per step' },
  startsAsIdentity: false,
  notes: walkNotes,
}
