import { correlationsOf } from '../statistics/moments'
import { cornerCells } from './layout'
import { marginal, pairMarks, type PairMarks } from './panels'
import type { CornerAxes } from './table'

/** What a corner plot shows of the data, which stays the same while the model is trained. */
export interface DataFigures {
  /** In the order of the cells; null on the diagonal. */
  readonly marks: readonly (PairMarks | null)[]
  /** Per axis. */
  readonly marginals: readonly Float64Array[]
  /** [axes, axes] row-major. */
  readonly correlations: Float64Array
}

export function dataFigures({ data, ranges }: CornerAxes): DataFigures {
  const n = ranges.length
  return {
    marks: cornerCells(n, { width: 1e4, height: 1e4 }).map(({ across, up }) =>
      across === up ? null : pairMarks(data, n, [across, up], [ranges[across], ranges[up]]),
    ),
    marginals: ranges.map((range, i) => marginal(data, n, i, range)),
    correlations: correlationsOf(data, n),
  }
}
