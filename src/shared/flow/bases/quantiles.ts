import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'

/** No quantile nearer to 0 is drawn, so that none is infinite: half the least step of a uniform draw. */
export const leastQuantile = 2 ** -54

/** A uniform draw kept off 0, so that its logarithm is finite. */
export const aboveZero = (b: Builder, u: Node): Node => b.max(u, leastQuantile)
