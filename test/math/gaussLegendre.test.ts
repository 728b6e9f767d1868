import { gaussLegendre } from '@shared/math/gaussLegendre'
import { describe, expect, it } from 'vitest'

describe('Gauss–Legendre quadrature', () => {
  it.each([1, 2, 3, 8, 24, 64])('with %i nodes is exact for polynomials up to twice as many terms', (n) => {
    const { nodes, weights } = gaussLegendre(n)
    const integral = (power: number) => nodes.reduce((total, node, i) => total + weights[i] * node ** power, 0)
    for (let power = 0; power < 2 * n; power++) expect(integral(power)).toBeCloseTo(1 / (power + 1), 13)
    expect(Math.abs(integral(2 * n) - 1 / (2 * n + 1)) > 1e-14).toBe(n < 12)
  })
})
