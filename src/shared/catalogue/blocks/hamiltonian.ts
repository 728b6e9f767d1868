import { walkNotes, walkSettings } from '../settings/stochastic'
import type { BlockEntry } from '../types'

export const hamiltonian: BlockEntry = {
  type: 'hamiltonian',
  label: 'Hamiltonian Monte Carlo',
  family: 'stochastic',
  summary: 'Slides along the energy with a random push, then is taken or refused: goes further than random steps.',
  formula: String.raw`(\mathbf{y}', \mathbf{v}') = \text{leapfrog}_{h}^{L}(\mathbf{y}, \mathbf{v}), \quad \Pr[\text{take}] = \min\left(1, \frac{\pi(\mathbf{y}')\, \mathcal{N}(\mathbf{v}')}{\pi(\mathbf{y})\, \mathcal{N}(\mathbf{v})}\right)`,
  logDetFormula: String.raw`\Delta S = \log\pi(\mathbf{z}) - \log\pi(\mathbf{x})`,
  meaning:
    'v is a fresh random momentum. L leapfrog steps of size h follow the pull of π, which keeps π times the density of v nearly the same; the end is taken by their ratio. ΔS, by which the log-weight of a path grows, is how far log π has fallen.',
  line: 'leapfrog (y, v), if accepted',
  use: {
    when: 'With a known energy, to move draws far along it between blocks that a map alone cannot part.',
    not: 'Without an energy, or where the density of a given point is asked for: it has none.',
  },
  citation: {
    authors: 'S. Duane, A. D. Kennedy, B. J. Pendleton, D. Roweth',
    year: 1987,
    title: 'Hybrid Monte Carlo',
    source: 'Physics Letters B 195 (1987)',
  },
  settings: [
    {
      kind: 'number',
      key: 'transitions',
      label: 'Pushes',
      help: 'How often a fresh momentum is drawn and followed.',
      default: 2,
      min: 1,
      max: 20,
      step: 1,
      integer: true,
      scale: 'log',
    },
    {
      kind: 'number',
      key: 'leaps',
      label: 'Leapfrog steps',
      help: 'L: steps along the energy after each push. More go further, and each costs a gradient of the energy.',
      default: 5,
      min: 1,
      max: 50,
      step: 1,
      integer: true,
      scale: 'log',
    },
    ...walkSettings({
      help: "h: size of a leapfrog step, in the flow's units. Too long a step is refused.",
      default: 0.2,
      min: 0.001,
      max: 2,
    }),
  ],
  jacobian: { structure: 'stochastic', constant: false },
  forward: { kind: 'stochastic', cost: 'L + 2 gradients of the energy per push' },
  inverse: { kind: 'stochastic', cost: 'L + 2 gradients of the energy per push' },
  startsAsIdentity: false,
  notes: [...walkNotes, 'Gradients pass through leapfrog steps, so training with many of them takes long.'],
}
