import type { Citation } from './types'

/** What training can minimise, as the form, the chart and the messages know it. The mathematics is in `learn/training/objectives`. */
export interface ObjectiveEntry {
  readonly type: string
  readonly label: string
  /** What it does and costs, in one sentence. */
  readonly summary: string
  /** TeX of the loss. p̃ = e^{−U} is the target without its constant, q the model, w = p̃/q. */
  readonly formula: string
  readonly citation: Citation
  /** What the loss is called where it is shown; nats unless `unit` says otherwise. */
  readonly loss: string
  readonly unit?: string
  /** What validations measure in the place of a loss that says little of the model; nats. */
  readonly validation?: string
  /** Whether it takes rows of the data, through x → z. */
  readonly rows: boolean
  /** Whether it takes draws of the model, through z → x, and the target's energy at them. */
  readonly draws: boolean
  /** Whether it takes draws of the base and learns the velocity that leads from them to the rows. */
  readonly velocity: boolean
}

const rezende: Citation = {
  authors: 'D. J. Rezende, S. Mohamed',
  year: 2015,
  title: 'Variational Inference with Normalizing Flows',
  source: 'arXiv:1505.05770',
}

const noe: Citation = {
  authors: 'F. Noé, S. Olsson, J. Köhler, H. Wu',
  year: 2018,
  title: 'Boltzmann Generators: Sampling Equilibrium States of Many-Body Systems with Deep Learning',
  source: 'arXiv:1812.01729',
}

/** In the order in which they are offered. */
export const objectives: readonly ObjectiveEntry[] = [
  {
    type: 'maximum-likelihood',
    label: 'Maximum likelihood',
    summary: 'Fits rows of data; covers every mode that has rows.',
    formula: String.raw`-\mathbb{E}_{p}\left[\log q(\mathbf{x})\right]`,
    citation: {
      authors: 'E. G. Tabak, E. Vanden-Eijnden',
      year: 2010,
      title: 'Density estimation by dual ascent of the log-likelihood',
      source: 'Communications in Mathematical Sciences 8 (2010)',
    },
    loss: 'NLL',
    rows: true,
    draws: false,
    velocity: false,
  },
  {
    type: 'reverse-kl',
    label: 'Reverse KL',
    summary: 'Needs the energy and no rows; sharp, but mode seeking: it may leave modes out and not tell.',
    formula: String.raw`\mathbb{E}_{q}\left[\log q(\mathbf{x}) - \log\tilde p(\mathbf{x})\right]`,
    citation: rezende,
    loss: 'free energy',
    rows: false,
    draws: true,
    velocity: false,
  },
  {
    type: 'alpha-divergence',
    label: 'α-divergence',
    summary:
      'Needs the energy; α below 0 seeks modes, above 1 covers them, but far from the target draws mislead it: anneal.',
    formula: String.raw`\pm\frac{1}{\alpha}\log\mathbb{E}_{q}\left[w(\mathbf{x})^{\alpha}\right]`,
    citation: {
      authors: 'Y. Li, R. E. Turner',
      year: 2016,
      title: 'Rényi Divergence Variational Inference',
      source: 'arXiv:1602.02311',
    },
    loss: 'Rényi bound',
    rows: false,
    draws: true,
    velocity: false,
  },
  {
    type: 'chi-squared',
    label: 'χ²-divergence',
    summary: 'Needs the energy; covers modes and gives good weights, but far from the target draws mislead it: anneal.',
    formula: String.raw`\frac{1}{2}\log\mathbb{E}_{q}\left[w(\mathbf{x})^{2}\right]`,
    citation: {
      authors: 'A. B. Dieng, D. Tran, R. Ranganath, J. Paisley, D. M. Blei',
      year: 2016,
      title: 'Variational Inference via χ-Upper Bound Minimization',
      source: 'arXiv:1611.00328',
    },
    loss: 'χ² bound',
    rows: false,
    draws: true,
    velocity: false,
  },
  {
    type: 'jeffreys',
    label: 'Jeffreys',
    summary: 'Both KL divergences, from rows and from the energy: covers and sharpens, at the cost of both.',
    formula: String.raw`-\mathbb{E}_{p}\left[\log q(\mathbf{x})\right] + \mathbb{E}_{q}\left[\log q(\mathbf{x}) - \log\tilde p(\mathbf{x})\right]`,
    citation: {
      authors: 'H. Jeffreys',
      year: 1946,
      title: 'An invariant form for the prior probability in estimation problems',
      source: 'Proceedings of the Royal Society A 186 (1946)',
    },
    loss: 'NLL + free energy',
    rows: true,
    draws: true,
    velocity: false,
  },
  {
    type: 'mixed',
    label: 'Energy and rows',
    summary: 'A weighted mean of both: rows say where the modes are, the energy gives their shape.',
    formula: String.raw`-(1-w)\,\mathbb{E}_{p}\left[\log q(\mathbf{x})\right] + w\,\mathbb{E}_{q}\left[\log q(\mathbf{x}) - \log\tilde p(\mathbf{x})\right]`,
    citation: noe,
    loss: 'mixed loss',
    rows: true,
    draws: true,
    velocity: false,
  },
  {
    type: 'flow-matching',
    label: 'Flow matching',
    summary:
      'Fits the velocity of a continuous flow to straight lines from draws of the base to rows: fast steps without a solver. Other blocks stay as they start.',
    formula: String.raw`\mathbb{E}\,\frac{1}{D}\left\|f(\mathbf{y}_t, t) - (\mathbf{y}_1 - (1-\sigma)\,\mathbf{y}_0)\right\|^2`,
    citation: {
      authors: 'Y. Lipman, R. T. Q. Chen, H. Ben-Hamu, M. Nickel, M. Le',
      year: 2022,
      title: 'Flow Matching for Generative Modeling',
      source: 'arXiv:2210.02747',
    },
    loss: 'flow-matching loss',
    unit: 'mean square per coordinate',
    validation: 'NLL',
    rows: true,
    draws: false,
    velocity: true,
  },
]

/** Undefined for a type that there is none of. */
export const objectiveEntry = (type: string): ObjectiveEntry | undefined =>
  objectives.find((entry) => entry.type === type)
