import type { BlockEntry } from '../types'

/**
 * Meng et al. 2020, with normal kernels in place of logistic ones and learnt weights in place of equal ones: each coordinate
 * goes through the distribution function of a mixture, then the normal's quantiles. Of its own it changes margins; with
 * rotations between, such layers come near any density that is regular enough. Tails are kept in logarithms: u is never
 * clamped.
 */
export const mixtureGaussianization: BlockEntry = {
  type: 'mixture-gaussianization',
  label: 'Mixture Gaussianization',
  family: 'gaussianization',
  summary:
    'Makes each coordinate normal through a learnt mixture; alternate it with rotations, and data sets its start.',
  formula: String.raw`z_i = \Phi^{-1}\left(\sum_{k=1}^{K} w_{ik}\, \Phi(a_{ik}\, x_i + b_{ik})\right)`,
  logDetFormula: String.raw`-\sum_{i=1}^{D} \log \frac{\sum_k w_{ik}\, a_{ik}\, \varphi(a_{ik} x_i + b_{ik})}{\varphi(z_i)}`,
  meaning: String.raw`From x to z: the sum is the distribution function of a mixture of $K$ normals with weights $w_{ik}$, rates $a_{ik}$ and offsets $b_{ik}$. The normal’s quantile function $\Phi^{-1}$ makes a normal coordinate of it. $\varphi$ is the normal density.`,
  line: 'zᵢ = Φ⁻¹(Σ w Φ(a xᵢ + b))',
  use: {
    when: 'Alternated with rotations, for a flow that starts near the data without any training.',
    not: 'Alone where coordinates depend on each other: it makes margins normal, no more.',
  },
  citation: {
    authors: 'C. Meng, Y. Song, J. Song, S. Ermon',
    year: 2020,
    title: 'Gaussianization Flows',
    source: 'arXiv:2003.01941',
  },
  settings: [
    {
      kind: 'number',
      key: 'components',
      label: 'Components',
      help: 'Normals K in the mixture of each coordinate: each can make a mode of its own.',
      default: 8,
      min: 2,
      max: 16,
      step: 1,
      integer: true,
      scale: 'log',
    },
  ],
  jacobian: { structure: 'diagonal', constant: false },
  forward: { kind: 'iterative', solver: 'bracketed Newton', cost: 'one root of K terms per coordinate' },
  inverse: { kind: 'analytic', cost: 'K terms and one normal quantile per coordinate' },
  startsAsIdentity: false,
  setByData: true,
  notes: [
    'Not the identity when inserted: the first batch in the direction x → z puts its components at the quantiles of the data.',
    'Inverted, it does not set itself from data.',
    'Coordinates stay as dependent as they were: put rotations or Householder blocks between.',
    'Log-rates stay within ±3, so that the way back is well defined.',
    'Its few numbers take steps ten times as long as those of networks.',
  ],
}
