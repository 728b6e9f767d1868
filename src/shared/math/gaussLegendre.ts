/** Nodes and weights of a quadrature: ∫₀¹ f ≈ Σ weights[i] f(nodes[i]). */
export interface Quadrature {
  readonly nodes: readonly number[]
  readonly weights: readonly number[]
}

/**
 * Gauss–Legendre quadrature on [0, 1], exact for polynomials of degree 2n − 1: nodes at the roots of P_n, by Newton's method
 * from cos(π(i + 3/4) / (n + 1/2)), weights 2 / ((1 − x²) P_n'(x)²) on [−1, 1] (Abramowitz & Stegun 1964, 25.4.29).
 */
export function gaussLegendre(n: number): Quadrature {
  const points = Array.from({ length: n }, (_, i) => {
    let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5))
    for (let step = 0; step < 10; step++) {
      const { value, slope } = legendre(n, x)
      x -= value / slope
    }
    return { node: (1 - x) / 2, weight: 1 / ((1 - x * x) * legendre(n, x).slope ** 2) }
  })
  return { nodes: points.map(({ node }) => node), weights: points.map(({ weight }) => weight) }
}

/** P_n(x) and P_n'(x), by (k + 1) P_{k+1} = (2k + 1) x P_k − k P_{k−1}. */
function legendre(n: number, x: number): { value: number; slope: number } {
  let [before, value] = [1, x]
  for (let k = 1; k < n; k++) [before, value] = [value, ((2 * k + 1) * x * value - k * before) / (k + 1)]
  return { value, slope: (n * (x * value - before)) / (x * x - 1) }
}
