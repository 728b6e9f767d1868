import { describe, expect, it } from 'vitest'
import { knownDensity, resolveSettings, toySets, type ToySet } from '@shared/learn/data'
import { normalBetween } from '@shared/learn/data/entropy/special'
import { Random } from '@shared/math/random'

const settingsOf = (toy: ToySet, given: Record<string, number> = {}) => {
  const settings = resolveSettings(toy, given)
  if (!settings.ok) throw new Error(settings.issues[0].message)
  return settings.value
}

/** Sums over a grid of cell middles, as fine as `step` and as wide as the set with its noise. */
function integrate(toy: ToySet, given: Record<string, number>, step: number, reach: number) {
  const count = Math.ceil((2 * reach) / step)
  const axis = Float64Array.from({ length: count }, (_, i) => -reach + (i + 0.5) * step)
  const row = toy.density!(settingsOf(toy, given))(axis)
  let [mass, entropy] = [0, 0]
  for (const y of axis) {
    for (const p of row(y)) {
      mass += p * step * step
      if (p > 0) entropy -= p * Math.log(p) * step * step
    }
  }
  return { mass, entropy }
}

// as smooth as its noise: half a standard deviation gives 10⁻⁶; a board is summed exactly by the middles of its cells
const cases: [string, Record<string, number>, number, number][] = [
  ['two-moons', {}, 0.03, 3.5],
  ['two-moons', { noise: 0.3 }, 0.1, 5],
  ['circles', {}, 0.03, 1.6],
  ['rings', {}, 0.04, 4],
  ['eight-gaussians', {}, 0.15, 6],
  ['swiss-roll', {}, 0.1, 5],
  ['two-spirals', {}, 0.05, 5],
  ['checkerboard', {}, 0.125, 5],
  ['pinwheel', { radial: 0.2, tangential: 0.1 }, 0.04, 5],
]

describe('the known density', () => {
  it.each(cases)('of %s with %o integrates to 1, and −p ln p to the stated entropy', (name, given, step, reach) => {
    const toy = toySets.find((candidate) => candidate.name === name)!
    const { mass, entropy } = integrate(toy, given, step, reach)
    expect(mass).toBeCloseTo(1, 6)
    expect(entropy).toBeCloseTo(toy.entropy(settingsOf(toy, given)), 5)
  })

  it.each(toySets.filter(({ density }) => density))('of $name has the mass of its rows in any window', (toy) => {
    const count = 40_000
    const rows = toy.generate(count, settingsOf(toy), new Random(8))
    const edges = [-1.1, 0.3, 1.7]
    const cells = 120
    for (const [x0, x1] of [edges.slice(0, 2), edges.slice(1)]) {
      for (const [y0, y1] of [edges.slice(0, 2), edges.slice(1)]) {
        const step = (x1 - x0) / cells
        const middles = (from: number) => Float64Array.from({ length: cells }, (_, i) => from + (i + 0.5) * step)
        const row = toy.density!(settingsOf(toy))(middles(x0))
        let mass = 0
        for (const y of middles(y0)) for (const p of row(y)) mass += p * step * step
        let inside = 0
        for (let i = 0; i < rows.length; i += 2)
          if (rows[i] >= x0 && rows[i] < x1 && rows[i + 1] >= y0 && rows[i + 1] < y1) inside++
        expect(Math.abs(inside / count - mass)).toBeLessThan(5 * Math.sqrt(0.25 / count) + 2e-3)
      }
    }
  })

  it('is told in the far tails of uniform noise, where differences of Φ are all rounding', () => {
    // ln(Φ(−9) − Φ(−10)) = ln Q(9) + ln(1 − Q(10)/Q(9)), from tables of Q
    expect(Math.log(normalBetween(-10, -9))).toBeCloseTo(Math.log(1.1285884059538408e-19), 3)
    expect(normalBetween(9, 10)).toBe(normalBetween(-10, -9))
  })

  it('is not known of a set in space, of a line, or of a table', () => {
    const source = (name: string) => ({
      source: { kind: 'toy' as const, name, samples: 10, seed: 1, settings: {}, fresh: false },
      context: [],
    })
    expect(knownDensity(source('two-moons'))).not.toBeNull()
    expect(knownDensity(source('torus'))).toBeNull()
    expect(knownDensity(source('mixture-1d'))).toBeNull()
    expect(knownDensity({ source: { kind: 'builtin', name: 'iris', columns: null }, context: [] })).toBeNull()
  })
})
