import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import type { ParameterSpec, TraceContext } from '../bijector'

/** Images of single coordinates under monotone maps of each. */
export interface Transformed {
  /** [B, m]. */
  readonly value: Node
  /** ln of each map's slope in the direction taken, [B, m] or [m]; null when they add up to 0 at every point. */
  readonly logSlope: Node | null
}

/**
 * An increasing map ℝ → ℝ of one coordinate, its shape given by `width` unconstrained numbers. `raw` holds them as
 * [B, m, width], or [m, width] when they are the same for every row; all zeros make the identity.
 */
export interface Transformer {
  readonly width: number
  /** z [B, m] → x. */
  forward(b: Builder, raw: Node, z: Node): Transformed
  /** x [B, m] → z. */
  inverse(b: Builder, raw: Node, x: Node): Transformed
}

/** A transformer with parameters of its own besides, which all coordinates share. With them at their start it is as above. */
export interface LearntTransformer {
  readonly width: number
  readonly parameters: readonly ParameterSpec[]
  /** The transformer with the parameters of a program. */
  at(context: TraceContext): Transformer
}

/** The k-th number of every coordinate: [..., m, width] → [..., m]. */
export const part = (b: Builder, raw: Node, k: number): Node => b.reshape(b.take(raw, [k]), raw.shape.slice(0, -1))
