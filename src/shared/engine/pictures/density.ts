import { inPlane, nodes, placesOf, product } from './grids'
import type { Drawing, PictureKind, Stage, Subject, ViewOf } from './picture'
import { planeLadder } from './rates'
import { leastRows, SparseGrid } from './sparseGrid'

type DensityView = ViewOf<'density'>

/** log p on a grid: over the plane of the data, or over a plane of two of its axes. */
export const density: PictureKind<DensityView> = {
  ladder: { ...planeLadder, sparse: { from: 96, least: leastRows } },

  fits({ plane }, { flow: { dims } }) {
    if (!plane) return dims === 2
    const [first, second] = plane.axes
    return plane.through.length === dims && first !== second && Math.max(first, second) < dims
  },

  begin(view, subject, theta, resolution, budget) {
    const { id, bounds, plane } = view
    if (budget !== null)
      return sparsely(view, subject, theta, new SparseGrid(resolution, budget, subject.inspector.rowsPerRun))
    const [x0, x1, y0, y1] = bounds
    const grid = product([nodes(x0, x1, resolution), nodes(y0, y1, resolution)])
    const computed = resolution * resolution
    const logDensity = new Float32Array(computed)
    return {
      stages: [logDensities(subject, theta, plane ? inPlane(grid, plane) : grid, logDensity)],
      frame: (step) => ({ kind: 'density', view: id, step, bounds, resolution, computed, logDensity }),
    }
  },
}

function sparsely(
  { id, bounds, plane }: DensityView,
  subject: Subject,
  theta: Float64Array,
  grid: SparseGrid,
): Drawing {
  const { resolution } = grid
  function* stages(): Generator<Stage> {
    for (const { nodes, values } of grid.rounds()) {
      const points = placesOf(nodes, bounds, resolution)
      yield logDensities(subject, theta, plane ? inPlane(points, plane) : points, values)
    }
  }
  return {
    stages: stages(),
    frame: (step) => {
      const [computed, logDensity] = [grid.computed, grid.logDensity()]
      return { kind: 'density', view: id, step, bounds, resolution, computed, logDensity }
    },
  }
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
