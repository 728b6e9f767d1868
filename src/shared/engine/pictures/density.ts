import { inPlane, nodes, product } from './grids'
import type { PictureKind, Stage, Subject, ViewOf } from './picture'
import { planeLadder } from './rates'

/** log p on a grid: over the plane of the data, or over a plane of two of its axes. */
export const density: PictureKind<ViewOf<'density'>> = {
  ladder: planeLadder,

  fits({ plane }, { flow: { dims } }) {
    if (!plane) return dims === 2
    const [first, second] = plane.axes
    return plane.through.length === dims && first !== second && Math.max(first, second) < dims
  },

  begin({ id, bounds, plane }, subject, theta, resolution) {
    const [x0, x1, y0, y1] = bounds
    const grid = product([nodes(x0, x1, resolution), nodes(y0, y1, resolution)])
    const logDensity = new Float32Array(resolution * resolution)
    return {
      stages: [logDensities(subject, theta, plane ? inPlane(grid, plane) : grid, logDensity)],
      frame: (step) => ({ kind: 'density', view: id, step, bounds, resolution, logDensity }),
    }
  },
}

/** log p of points in natural units [n, D], into `out`. */
export function logDensities(
  { inspector, units }: Subject,
  theta: Float64Array,
  points: Float64Array,
  out: Float32Array,
): Stage {
  return {
    rows: units.toFlow(points),
    async compute(chunk, at) {
      const values = await inspector.logDensity(theta, chunk)
      for (let i = 0; i < values.length; i++) out[at + i] = values[i] - units.logVolume
    },
  }
}
