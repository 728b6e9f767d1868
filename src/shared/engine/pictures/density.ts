import { rowsHeld } from './context'
import { DensityEye } from './eyes'
import { farFromSight } from './farFromSight'
import { inPlane, placesOf } from './grids'
import { gridOf } from './nodeGrid'
import type { PictureKind, Stage, Subject, ViewOf } from './picture'
import { planeLadder } from './rates'
import { leastRows, strideOf } from './sparseGrid'

/** log p on a grid: over the plane of the data, or over a plane of two of its axes. */
export const density: PictureKind<ViewOf<'density'>> = {
  ladder: { ...planeLadder, sparse: { from: 96, least: leastRows, share: 1 / 3 } }, // sharp edges take that many

  fits({ plane }, { flow: { dims, stochastic } }) {
    if (stochastic.length > 0) return false
    if (!plane) return dims === 2
    const [first, second] = plane.axes
    return plane.through.length === dims && first !== second && Math.max(first, second) < dims
  },

  begin({ id, bounds, plane, scale, given }, subject, theta, resolution, budget, last) {
    const eye = new DensityEye(scale)
    const before = last?.frame.kind === 'density' && last.frame.resolution === resolution ? last.frame : null
    const kept =
      before === null
        ? undefined
        : farFromSight(before.logDensity, resolution, strideOf(resolution), last!.count, eye.farBelow)
    const grid = gridOf(resolution, eye, budget, subject.inspector.rowStep, kept)
    function* stages(): Generator<Stage> {
      for (const { nodes, values } of grid.rounds()) {
        const points = placesOf(nodes, bounds, resolution)
        yield logDensities(subject, theta, rowsHeld(subject, plane ? inPlane(points, plane) : points, given), values)
      }
    }
    return {
      stages: stages(),
      frame: (step) => {
        const [computed, logDensity] = [grid.computed, grid.values()]
        return { kind: 'density', view: id, step, bounds, resolution, computed, logDensity }
      },
    }
  },
}

/** log p of rows [n, D + C] in the flow's units, in natural ones into `out`. */
export function logDensities(
  { inspector, units, flow }: Subject,
  theta: Float64Array,
  rows: Float64Array,
  out: Float32Array,
): Stage {
  return {
    rows,
    async compute(chunk, at) {
      out.set(units.naturalDensity(await inspector.logDensity(theta, chunk), chunk, flow.width), at)
    },
  }
}
