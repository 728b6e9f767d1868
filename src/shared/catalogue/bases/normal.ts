import type { BaseEntry } from '../types'

/** The standard normal N(0, I). */
export const normal: BaseEntry = {
  type: 'normal',
  label: 'Normal',
  summary: 'Independent standard normals: the usual choice.',
  formula: String.raw`-\tfrac{1}{2}\lVert\mathbf{z}\rVert^2 - \tfrac{D}{2}\log 2\pi`,
  settings: [],
  notes: [],
}
