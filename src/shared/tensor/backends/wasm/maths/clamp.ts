import type { Expression } from '../assembler/expression'
import type { Lanes } from '../lanes'

type Range = readonly [lowest: number, highest: number]

/** x, or the nearer end of the range where x lies outside; NaN stays NaN. */
export const clamp = (lanes: Lanes, x: Expression, [lowest, highest]: Range): Expression =>
  lanes.pmin(lanes.pmax(x, lanes.constant(lowest)), lanes.constant(highest))
