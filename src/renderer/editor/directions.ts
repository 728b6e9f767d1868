import type { BlockEntry, Computation } from '@shared/catalogue/types'

export interface Directions {
  /** z → x, sampling. */
  readonly forward: Computation
  /** x → z, density. */
  readonly inverse: Computation
}

/** How a block's two directions are computed where it stands: an inverted block has them swapped. */
export const directionsOf = ({ forward, inverse }: BlockEntry, inverted: boolean): Directions =>
  inverted ? { forward: inverse, inverse: forward } : { forward, inverse }
