import type { Random } from '../math/random'
import { sizeOf, type Shape } from '../tensor/ir/shape'
import type { ParameterSpec } from './bijector'

/** A parameter that starts at zero. */
export const zeros = (name: string, shape: Shape): ParameterSpec => ({
  name,
  shape,
  init: () => new Float64Array(sizeOf(shape)),
})

/** A parameter that starts at `value` everywhere. */
export const constant = (name: string, shape: Shape, value: number): ParameterSpec => ({
  name,
  shape,
  init: () => new Float64Array(sizeOf(shape)).fill(value),
})

/** A parameter drawn from U(−bound, bound). */
export const uniform = (name: string, shape: Shape, bound: number): ParameterSpec => ({
  name,
  shape,
  init: (random: Random) => Float64Array.from({ length: sizeOf(shape) }, () => bound * (2 * random.uniform() - 1)),
})

/** A parameter drawn from N(0, deviation²). */
export const gaussian = (name: string, shape: Shape, deviation: number): ParameterSpec => ({
  name,
  shape,
  init: (random: Random) => Float64Array.from({ length: sizeOf(shape) }, () => deviation * random.normal()),
})

/** A matrix [n, m] whose shorter side's vectors are orthonormal, drawn evenly (Gram–Schmidt of normal vectors). */
export const orthogonal = (name: string, [n, m]: readonly [number, number]): ParameterSpec => ({
  name,
  shape: [n, m],
  init: (random: Random) => {
    const [count, length] = n <= m ? [n, m] : [m, n]
    const vectors: Float64Array[] = []
    for (let k = 0; k < count; k++) {
      const vector = Float64Array.from({ length }, () => random.normal())
      for (const other of vectors) {
        const along = other.reduce((sum, value, i) => sum + value * vector[i], 0)
        other.forEach((value, i) => (vector[i] -= along * value))
      }
      const norm = Math.hypot(...vector)
      vectors.push(vector.map((value) => value / norm))
    }
    return Float64Array.from({ length: n * m }, (_, at) => {
      const [i, j] = [Math.floor(at / m), at % m]
      return n <= m ? vectors[i][j] : vectors[j][i]
    })
  },
})
