/** Nodes and weights of an integral over one variable: ∫ f ≈ Σ weights[i] · f(nodes[i]). */
export interface Rule {
  readonly nodes: Float64Array
  readonly weights: Float64Array
}

/** Gauss–Legendre on [−1, 1]: roots of the Legendre polynomial Pₙ by Newton's method. Exact to degree 2n − 1. */
export function gaussLegendre(n: number): Rule {
  const nodes = new Float64Array(n)
  const weights = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5)) // Tricomi's guess
    let slope = 0
    for (let step = 0; step < 100; step++) {
      let [previous, value] = [1, x]
      for (let k = 2; k <= n; k++) [previous, value] = [value, ((2 * k - 1) * x * value - (k - 1) * previous) / k]
      slope = (n * (x * value - previous)) / (x * x - 1)
      const delta = value / slope
      x -= delta
      if (Math.abs(delta) < 1e-15) break
    }
    nodes[i] = x
    weights[i] = 2 / ((1 - x * x) * slope * slope)
  }
  return { nodes, weights }
}

const eight = gaussLegendre(8)

/** Gauss–Legendre of order 8 on each of `panels` equal pieces of [from, to]. */
export function panels(from: number, to: number, count: number): Rule {
  const order = eight.nodes.length
  const nodes = new Float64Array(order * count)
  const weights = new Float64Array(order * count)
  const half = (to - from) / count / 2
  for (let p = 0; p < count; p++) {
    const centre = from + half * (2 * p + 1)
    for (let i = 0; i < order; i++) {
      nodes[p * order + i] = centre + half * eight.nodes[i]
      weights[p * order + i] = half * eight.weights[i]
    }
  }
  return { nodes, weights }
}
