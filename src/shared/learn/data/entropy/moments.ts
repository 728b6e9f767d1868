import type { Moments } from '../toys/toy'
import type { Component } from './grid'

/** Mean and standard deviation of each coordinate of a mixture of blurred points: E u² = E(point + noise)². */
export function mixtureMoments(components: readonly Component[], dims: number): readonly Moments[] {
  return Array.from({ length: dims }, (_, d) => {
    let [mean, square] = [0, 0]
    for (const { points, weights, kernel } of components) {
      for (let n = 0; n < weights.length; n++) {
        const centre = points[n * dims + d] + kernel.mean
        mean += weights[n] * centre
        square += weights[n] * (centre * centre + kernel.variance)
      }
    }
    return { mean, sd: Math.sqrt(square - mean * mean) }
  })
}
