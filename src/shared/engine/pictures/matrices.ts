/** The product of matrices [n, 2, 2], row by row: the first map taken stands rightmost. The identity for none. */
export function chain(factors: readonly Float64Array[], count: number): Float64Array {
  const product = Float64Array.from({ length: 4 * count }, (_, i) => (i % 4 === 0 || i % 4 === 3 ? 1 : 0))
  for (const factor of factors) {
    for (let at = 0; at < product.length; at += 4) {
      const [a, b, c, d] = factor.subarray(at, at + 4)
      const [p, q, r, s] = product.subarray(at, at + 4)
      product.set([a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s], at)
    }
  }
  return product
}
