import type { BaseEntry } from '../types'

/** A normal with learnt mean and covariance. */
export const fullNormal: BaseEntry = {
  type: 'full-normal',
  label: 'Full normal',
  summary: 'A normal whose mean and covariance matrix are learnt.',
  formula: String.raw`-\tfrac{1}{2}\lVert\mathbf{L}^{-1}(\mathbf{z} - \mathbf{m})\rVert^2 - \sum_{i=1}^{D}\log L_{ii} - \tfrac{D}{2}\log 2\pi`,
  settings: [],
  notes: [
    'The covariance is L Lᵀ, L lower triangular with a diagonal above 0.001.',
    'Has D(D + 3)/2 numbers to learn. A linear block next to a standard normal does as much.',
  ],
}
