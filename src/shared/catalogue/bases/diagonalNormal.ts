import type { BaseEntry } from '../types'

/** A normal with learnt mean and deviations. */
export const diagonalNormal: BaseEntry = {
  type: 'diagonal-normal',
  label: 'Diagonal normal',
  summary: 'Independent normals whose means and deviations are learnt.',
  formula: String.raw`-\tfrac{1}{2}\sum_{i=1}^{D}\left(\frac{z_i - m_i}{\sigma_i}\right)^2 - \sum_{i=1}^{D}\log\sigma_i - \tfrac{D}{2}\log 2\pi`,
  settings: [],
  notes: ['Does what an affine block next to a standard normal does; the two together have parameters to spare.'],
}
