import { coordinate } from './columns'
import type { TargetDefinition } from './target'

/** Exponents are kept where float32 and its squares are finite; there the density is next to nothing on either side. */
const STEEPEST = 40

/** Neal's funnel: x₁ ~ N(0, 3²), the others N(0, e^x₁). */
export const funnel: TargetDefinition = {
  type: 'funnel',
  create: (_settings, dims) => ({
    logDensity: (b, x) => {
      const first = coordinate(b, x, 0)
      const others = b.sum(b.square(b.slice(x, 1, dims)), [-1])
      const narrow = b.exp(b.neg(b.max(b.min(first, STEEPEST), -STEEPEST)))
      const neck = b.mul(-0.5, b.square(b.mul(first, 1 / 3)))
      return b.sub(neck, b.mul(0.5, b.add(b.mul(others, narrow), b.mul(dims - 1, first))))
    },
    box: Array.from({ length: dims }, (_, d): [number, number] => (d === 0 ? [-18, 18] : [-400, 400])),
    modes: [],
    sample: (random, n) => {
      const rows = new Float64Array(n * dims)
      for (let row = 0; row < n; row++) {
        const first = 3 * random.normal()
        rows[row * dims] = first
        for (let d = 1; d < dims; d++) rows[row * dims + d] = Math.exp(first / 2) * random.normal()
      }
      return rows
    },
    known: {
      logZ: (dims / 2) * Math.log(2 * Math.PI) + Math.log(3),
      // E ½ x₁ is 0
      entropy: (dims / 2) * Math.log(2 * Math.PI * Math.E) + Math.log(3),
    },
  }),
}
