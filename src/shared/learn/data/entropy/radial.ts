import { panels } from './quadrature'
import { besselI0Scaled } from './special'

/** Density in the plane, at distance ρ from the centre, of a uniform circle of radius a blurred by N(0, sd² I). */
export function ringDensity(rho: number, a: number, sd: number): number {
  const gap = (rho - a) / sd
  return (Math.exp((-gap * gap) / 2) * besselI0Scaled((rho * a) / (sd * sd))) / (2 * Math.PI * sd * sd)
}

/** Density in the plane, at distance ρ, of an equal mixture of concentric circles, each blurred by N(0, sd² I). */
export const ringsDensity = (rho: number, radii: readonly number[], sd: number): number =>
  radii.reduce((total, a) => total + ringDensity(rho, a, sd), 0) / radii.length

const REACH = 7

/** −∫ p ln p of an equal mixture of concentric circles, each blurred by N(0, sd² I): −2π ∫ ρ p ln p dρ. */
export function ringsEntropy(radii: readonly number[], sd: number): number {
  const from = Math.max(0, Math.min(...radii) - REACH * sd)
  const to = Math.max(...radii) + REACH * sd
  const rule = panels(from, to, Math.ceil((to - from) / sd))
  return rule.nodes.reduce((sum, rho, i) => {
    const p = ringsDensity(rho, radii, sd)
    return p > 0 ? sum - rule.weights[i] * 2 * Math.PI * rho * p * Math.log(p) : sum
  }, 0)
}

/**
 * −∫ p ln p of a torus around the third axis, blurred by N(0, sd² I). `density(v)` is that of the tube's angle on
 * [0, 2π); the other angle is uniform. By symmetry p depends on (ρ, z) and is even in z.
 */
export function torusEntropy(major: number, minor: number, density: (v: number) => number, sd: number): number {
  const reach = 6 * sd
  const count = Math.ceil((2 * Math.PI * minor) / (0.7 * sd)) + 8
  const angles = Array.from({ length: count }, (_, i) => (2 * Math.PI * (i + 0.5)) / count)
  const weights = angles.map((v) => (density(v) * 2 * Math.PI) / count)
  const radii = angles.map((v) => major + minor * Math.cos(v))
  const heights = angles.map((v) => minor * Math.sin(v))
  const from = Math.max(0, major - minor - reach)
  const to = major + minor + reach
  const rhoRule = panels(from, to, Math.ceil((to - from) / (3 * sd)))
  const zRule = panels(0, minor + reach, Math.ceil((minor + reach) / (3 * sd)))

  const p = new Float64Array(zRule.nodes.length)
  let sum = 0
  rhoRule.nodes.forEach((rho, i) => {
    p.fill(0)
    for (let k = 0; k < count; k++) {
      if (Math.abs(rho - radii[k]) > reach) continue
      const ring = (weights[k] * ringDensity(rho, radii[k], sd)) / (sd * Math.sqrt(2 * Math.PI))
      zRule.nodes.forEach((z, j) => {
        const gap = (z - heights[k]) / sd
        p[j] += ring * Math.exp((-gap * gap) / 2)
      })
    }
    p.forEach((value, j) => {
      if (value > 0) sum -= 2 * zRule.weights[j] * rhoRule.weights[i] * 2 * Math.PI * rho * value * Math.log(value)
    })
  })
  return sum
}
