import type { BlockEntry } from '../types'

/** x = F(z); the log-slope is the log-density, and either tail is computed from its own end. Rosenblatt 1952 for independent coordinates. */
export const distributionCdf: BlockEntry = {
  type: 'distribution-cdf',
  label: 'Distribution function',
  family: 'elementwise',
  summary:
    'Turns each coordinate into its probability under a known distribution; inverted it is the quantile function.',
  formula: String.raw`x_i = F(z_i)`,
  logDetFormula: String.raw`\sum_{i=1}^{D} \log F'(z_i)`,
  meaning:
    "$F$ is the distribution function of a known law: $x_i$ is the probability of being at most $z_i$. Its slope $F'$ is that law’s density.",
  line: 'x = F(z), in (0, 1)',
  use: {
    when: 'Inverted beside a uniform base, to begin with a named heavy-tailed or skewed distribution.',
    not: 'For data beyond the ends of (0, 1), or in single precision far out in the upper tail.',
  },
  citation: {
    authors: 'M. Rosenblatt',
    year: 1952,
    title: 'Remarks on a Multivariate Transformation',
    source: 'The Annals of Mathematical Statistics 23 (1952)',
  },
  settings: [
    {
      kind: 'choice',
      key: 'distribution',
      label: 'Distribution',
      help: 'Whose distribution function F is used, in its standard form: location 0, scale 1.',
      default: 'normal',
      options: [
        { value: 'normal', label: 'Normal' },
        { value: 'logistic', label: 'Logistic' },
        { value: 'laplace', label: 'Laplace' },
        { value: 'cauchy', label: 'Cauchy' },
        { value: 'gumbel', label: 'Gumbel' },
      ],
    },
  ],
  jacobian: { structure: 'diagonal', constant: false },
  codomain: { from: 0, to: 1 },
  forward: { kind: 'analytic', cost: 'one distribution function per coordinate' },
  inverse: {
    kind: 'iterative',
    solver: 'closed form; bracketed Newton for the normal',
    cost: 'one quantile per coordinate',
  },
  startsAsIdentity: false,
  learnsNothing: true,
  notes: [
    'A fresh block is not the identity. Its image is (0, 1): points on or beyond the ends have density 0.',
    'Far out in the upper tail x rounds to 1: single precision keeps normal z below about 5. The lower tail keeps its digits.',
    'Inverted, it gives a uniform base on (0, 1) heavy or skewed tails. An affine block beside it sets location and scale.',
  ],
}
