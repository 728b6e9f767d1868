import type { Citation } from './types'

/** "Durkan et al. 2019": who and when, as a sentence has it. */
export function briefly({ authors, year }: Citation): string {
  const surnames = authors.split(', ').map((name) => name.replace(/^(?:\p{Lu}\p{Ll}?\.[ -]?)+/u, ''))
  const [first, second] = surnames
  return `${surnames.length > 2 ? `${first} et al.` : second ? `${first} & ${second}` : first} ${year}`
}

/** Papers that more than one block goes back to. */

export const nice: Citation = {
  authors: 'L. Dinh, D. Krueger, Y. Bengio',
  year: 2014,
  title: 'NICE: Non-linear Independent Components Estimation',
  source: 'arXiv:1410.8516',
}

export const glow: Citation = {
  authors: 'D. P. Kingma, P. Dhariwal',
  year: 2018,
  title: 'Glow: Generative Flow with Invertible 1×1 Convolutions',
  source: 'arXiv:1807.03039',
}

export const tensorFlowDistributions: Citation = {
  authors:
    'J. V. Dillon, I. Langmore, D. Tran, E. Brevdo, S. Vasudevan, D. Moore, B. Patton, A. Alemi, M. Hoffman, R. A. Saurous',
  year: 2017,
  title: 'TensorFlow Distributions',
  source: 'arXiv:1711.10604',
}

export const invertibleConvolutional: Citation = {
  authors: 'M. Finzi, P. Izmailov, W. Maddox, P. Kirichenko, A. G. Wilson',
  year: 2019,
  title: 'Invertible Convolutional Networks',
  source: 'Workshop on Invertible Neural Networks and Normalizing Flows, ICML (2019)',
}

export const emerging: Citation = {
  authors: 'E. Hoogeboom, R. van den Berg, M. Welling',
  year: 2019,
  title: 'Emerging Convolutions for Generative Normalizing Flows',
  source: 'arXiv:1901.11137',
}

export const neuralSplineFlows: Citation = {
  authors: 'C. Durkan, A. Bekasov, I. Murray, G. Papamakarios',
  year: 2019,
  title: 'Neural Spline Flows',
  source: 'arXiv:1906.04032',
}

export const toriAndSpheres: Citation = {
  authors: 'D. J. Rezende, G. Papamakarios, S. Racanière, M. S. Albergo, G. Kanwar, P. E. Shanahan, K. Cranmer',
  year: 2020,
  title: 'Normalizing Flows on Tori and Spheres',
  source: 'arXiv:2002.02428',
}

export const stochasticFlows: Citation = {
  authors: 'H. Wu, J. Köhler, F. Noé',
  year: 2020,
  title: 'Stochastic Normalizing Flows',
  source: 'arXiv:2002.06707',
}
