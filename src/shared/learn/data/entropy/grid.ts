import { normalBetween } from './special'

/** The noise of one coordinate: a density in one variable that is negligible outside its support. */
export interface NoiseKernel {
  readonly support: readonly [number, number]
  readonly mean: number
  readonly variance: number
  density(offset: number): number
}

/** Points with weights, each blurred by the same noise, independent per coordinate. */
export interface Component {
  /** [n, dims] row-major. */
  readonly points: Float64Array
  /** Summing, over all components, to 1. */
  readonly weights: Float64Array
  readonly kernel: NoiseKernel
}

/** Beyond this many standard deviations a Gaussian is left out: 2 · 10⁻¹¹ of its mass. */
const REACH = 6.7

export function gaussianKernel(sd: number): NoiseKernel {
  const norm = 1 / (sd * Math.sqrt(2 * Math.PI))
  return {
    support: [-REACH * sd, REACH * sd],
    mean: 0,
    variance: sd * sd,
    density: (u) => norm * Math.exp((-u * u) / (2 * sd * sd)),
  }
}

/** Uniform noise on [from, to] plus a Gaussian. */
export function boxKernel(from: number, to: number, sd: number): NoiseKernel {
  return {
    support: [from - REACH * sd, to + REACH * sd],
    mean: (from + to) / 2,
    variance: (to - from) ** 2 / 12 + sd * sd,
    density: (u) => normalBetween((u - to) / sd, (u - from) / sd) / (to - from),
  }
}

interface Axis {
  readonly origin: number
  readonly cells: number
}

/** The smallest grid of spacing `step` that holds all components' supports along one coordinate. */
function spanAxis(components: readonly Component[], dims: number, axis: number, step: number): Axis {
  let low = Infinity
  let high = -Infinity
  for (const { points, kernel } of components) {
    for (let i = axis; i < points.length; i += dims) {
      low = Math.min(low, points[i] + kernel.support[0])
      high = Math.max(high, points[i] + kernel.support[1])
    }
  }
  return { origin: low, cells: Math.ceil((high - low) / step) + 1 }
}

/** The kernel's values on the grid around one coordinate of one point. */
interface Footprint {
  readonly first: number
  readonly values: Float64Array
}

function footprint(kernel: NoiseKernel, at: number, axis: Axis, step: number): Footprint {
  const first = Math.max(0, Math.ceil((at + kernel.support[0] - axis.origin) / step))
  const last = Math.min(axis.cells - 1, Math.floor((at + kernel.support[1] - axis.origin) / step))
  const values = new Float64Array(Math.max(0, last - first + 1))
  for (let i = 0; i < values.length; i++) values[i] = kernel.density(axis.origin + (first + i) * step - at)
  return { first, values }
}

const unit: Footprint = { first: 0, values: Float64Array.of(1) }

/**
 * −∫ p ln p of a mixture of blurred points, by the trapezoid rule on a grid of spacing `step` (dims 1, 2 or 3). The rule
 * converges faster than any power of the spacing for densities as smooth as their noise: half a standard deviation
 * gives 10⁻⁶. A curve enters as its quadrature nodes.
 */
export function gridEntropy(components: readonly Component[], dims: 1 | 2 | 3, step: number): number {
  const axes = Array.from({ length: dims }, (_, axis) => spanAxis(components, dims, axis, step))
  const columns = axes[dims - 1].cells
  const rows = dims > 1 ? axes[dims - 2].cells : 1
  const sheets = dims > 2 ? axes[0].cells : 1
  const density = new Float64Array(sheets * rows * columns)

  for (const { points, weights, kernel } of components) {
    for (let n = 0; n < weights.length; n++) {
      const prints = axes.map((axis, i) => footprint(kernel, points[n * dims + i], axis, step))
      const x = prints[dims - 1]
      const y = dims > 1 ? prints[dims - 2] : unit
      const z = dims > 2 ? prints[0] : unit
      for (let k = 0; k < z.values.length; k++) {
        for (let j = 0; j < y.values.length; j++) {
          const outer = weights[n] * z.values[k] * y.values[j]
          const start = ((z.first + k) * rows + y.first + j) * columns + x.first
          for (let i = 0; i < x.values.length; i++) density[start + i] += outer * x.values[i]
        }
      }
    }
  }

  let sum = 0
  for (const p of density) if (p > 0) sum -= p * Math.log(p)
  return sum * step ** dims
}
