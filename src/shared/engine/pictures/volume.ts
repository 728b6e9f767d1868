import { rowsHeld } from './context'
import { logDensities } from './density'
import { nodes, product } from './grids'
import type { PictureKind, ViewOf } from './picture'
import { spaceLadder } from './rates'

/** log p on a grid over space. */
export const volume: PictureKind<ViewOf<'volume'>> = {
  ladder: spaceLadder,
  fits: (_, { flow }) => flow.dims === 3 && flow.stochastic.length === 0,

  begin({ id, bounds, given }, subject, theta, resolution) {
    const axes = [0, 2, 4].map((from) => nodes(bounds[from], bounds[from + 1], resolution))
    const logDensity = new Float32Array(resolution ** 3)
    return {
      stages: [logDensities(subject, theta, rowsHeld(subject, product(axes), given), logDensity)],
      frame: (step) => ({ kind: 'volume', view: id, step, bounds, resolution, logDensity }),
    }
  },
}
