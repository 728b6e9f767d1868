import type { Citation } from './types'

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
