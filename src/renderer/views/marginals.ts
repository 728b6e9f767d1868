import { shareOf, type DensityGrid } from './grid'

/** Densities along both axes, at the nodes of a grid. */
export interface Marginals {
  readonly x: Float64Array
  readonly y: Float64Array
}

/**
 * The marginals of a density over what is in view, by the trapezoidal rule: column sums times dy and row sums times dx.
 * Either integrates to the mass in view.
 */
export function marginals({ bounds: [x0, x1, y0, y1], resolution: n, logDensity }: DensityGrid): Marginals {
  const [dx, dy] = [(x1 - x0) / (n - 1), (y1 - y0) / (n - 1)]
  const [x, y] = [new Float64Array(n), new Float64Array(n)]
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < n; i++) {
      const p = Math.exp(logDensity[j * n + i])
      if (!Number.isFinite(p)) continue
      x[i] += p * dy * shareOf(j, n)
      y[j] += p * dx * shareOf(i, n)
    }
  }
  return { x, y }
}

/** Densities of points [n, 2] in `bins` equal bins along both axes, over those in view, of all there are. */
export function dataMarginals(points: Float32Array, [x0, x1, y0, y1]: DensityGrid['bounds'], bins: number): Marginals {
  const [x, y] = [new Float64Array(bins), new Float64Array(bins)]
  const rows = points.length / 2
  for (let i = 0; i < rows; i++) {
    const column = Math.floor(((points[2 * i] - x0) / (x1 - x0)) * bins)
    const row = Math.floor(((points[2 * i + 1] - y0) / (y1 - y0)) * bins)
    if (!(column >= 0 && row >= 0 && column < bins && row < bins)) continue
    x[column] += bins / (rows * (x1 - x0))
    y[row] += bins / (rows * (y1 - y0))
  }
  return { x, y }
}
