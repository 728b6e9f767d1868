import type { BaseEntry } from '../types'

/** Learned accept/reject sampling of a standard normal. */
export const resampled: BaseEntry = {
  type: 'resampled',
  label: 'Resampled normal',
  summary: 'A normal whose draws a learnt network accepts or refuses: for gaps and separate clusters.',
  formula: String.raw`-\tfrac{1}{2}\lVert\mathbf{z}\rVert^2 - \tfrac{D}{2}\log 2\pi + \log\!\left[\alpha\,\frac{a(\mathbf{z})}{Z} + 1 - \alpha\right], \quad \alpha = 1 - (1 - Z)^{T-1}`,
  settings: [
    {
      kind: 'number',
      key: 'tries',
      label: 'Tries',
      help: 'T: a draw is refused T − 1 times at most, then taken as it is.',
      default: 100,
      min: 2,
      max: 1000,
      step: 1,
      integer: true,
      scale: 'log',
    },
    {
      kind: 'number',
      key: 'width',
      label: 'Width',
      help: 'Units in each of the two hidden layers of the network.',
      default: 32,
      min: 4,
      max: 64,
      step: 1,
      integer: true,
      scale: 'log',
    },
  ],
  choosesByChance: true,
  notes: [
    'Learned accept/reject sampling: Bauer & Mnih 2018, arXiv:1810.11428; as the base of a flow: Stimper, Schölkopf & Hernández-Lobato 2021, arXiv:2110.15828.',
    'Z, the share accepted, is a sum over fixed points. For D ≤ 2 it is good to several digits while the network is smooth; above, it has the error of about a thousand draws, and a wide network may learn to be small at them: trust the density less the higher D.',
    'Every training step runs the network at these points too, about a thousand.',
  ],
}
