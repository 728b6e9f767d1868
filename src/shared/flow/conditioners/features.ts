import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'

/** What a conditioner's network sees of coordinates. */
export interface Features {
  readonly perCoordinate: number
  /** [B, m] → [B, perCoordinate · m]: the first feature of each coordinate, then the second of each, … */
  of(b: Builder, x: Node): Node
}

/** The coordinates as they are. */
export const plain: Features = { perCoordinate: 1, of: (_, x) => x }

/** Angles by their sine and cosine, so that π and −π look the same. */
export const angles: Features = { perCoordinate: 2, of: (b, x) => b.concat([b.sin(x), b.cos(x)], -1) }
