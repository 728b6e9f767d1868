import { describe, expect, it } from 'vitest'
import { findToy, resolveSettings, toySets } from '@shared/learn/data/toys/registry'
import { Random } from '@shared/math/random'

/** Mean and population standard deviation of each column. */
function moments(rows: Float64Array, dims: number) {
  const count = rows.length / dims
  return Array.from({ length: dims }, (_, c) => {
    let sum = 0
    let squares = 0
    for (let i = c; i < rows.length; i += dims) {
      sum += rows[i]
      squares += rows[i] ** 2
    }
    return { mean: sum / count, sd: Math.sqrt(squares / count - (sum / count) ** 2) }
  })
}

const defaults = (toy: (typeof toySets)[number]) => {
  const settings = resolveSettings(toy, {})
  if (!settings.ok) throw new Error('defaults must resolve')
  return settings.value
}

const sample = (name: string, settings: Record<string, number> = {}, count = 200_000) => {
  const toy = toySets.find((candidate) => candidate.name === name)!
  return { toy, rows: toy.generate(count, { ...defaults(toy), ...settings }, new Random(1)) }
}

describe.each(toySets)('toy set $name', (toy) => {
  it('draws finite rows of its dimension, the same for the same seed', () => {
    const draw = (seed: number) => toy.generate(500, defaults(toy), new Random(seed))
    expect(draw(1)).toHaveLength(500 * toy.dims)
    expect(draw(1).every(Number.isFinite)).toBe(true)
    expect(draw(1)).toEqual(draw(1))
    expect(draw(1)).not.toEqual(draw(2))
  })

  it('has the moments that its rows tend to, at its defaults and at both ends of every setting', () => {
    const count = 40_000
    const ends = toy.settings.flatMap(({ key, min, max }) => [{ [key]: min }, { [key]: max }])
    for (const given of [{}, ...ends]) {
      const settings = { ...defaults(toy), ...given }
      const exact = toy.moments(settings)
      moments(toy.generate(count, settings, new Random(3)), toy.dims).forEach(({ mean, sd }, d) => {
        // five standard errors; that of a standard deviation is at most sd/√n for these bounded or Gaussian shapes
        const error = (5 * exact[d].sd) / Math.sqrt(count)
        expect(Math.abs(mean - exact[d].mean)).toBeLessThan(error)
        expect(Math.abs(sd - exact[d].sd)).toBeLessThan(error)
      })
    }
  })

  it('has a finite entropy at its defaults and at both ends of every setting', () => {
    for (const setting of toy.settings) {
      for (const value of [setting.min, setting.max]) {
        expect(toy.entropy({ ...defaults(toy), [setting.key]: value })).toSatisfy(Number.isFinite)
      }
    }
    expect(toy.entropy(defaults(toy))).toSatisfy(Number.isFinite)
  })

  it('has an entropy below that of the Gaussian of the same covariance, and above it never', () => {
    const rows = toy.generate(50_000, defaults(toy), new Random(4))
    const bound = moments(rows, toy.dims).reduce(
      (sum, { sd }) => sum + Math.log(sd * Math.sqrt(2 * Math.PI * Math.E)),
      0,
    )
    expect(toy.entropy(defaults(toy))).toBeLessThan(bound)
  })
})

/** An entropy from a sample alone: Kozachenko and Leonenko's k-th nearest neighbour estimate, here with k = 4. */
function neighbourEntropy(rows: Float64Array, dims: number): number {
  const k = 4
  const count = rows.length / dims
  const ball = { 1: 2, 2: Math.PI, 3: (4 / 3) * Math.PI }[dims]!
  const digamma = (n: number) =>
    Array.from({ length: n - 1 }, (_, i) => 1 / (i + 1)).reduce((a, b) => a + b, -0.5772156649)
  let sum = 0
  for (let i = 0; i < count; i++) {
    const nearest = new Array<number>(k).fill(Infinity)
    for (let j = 0; j < count; j++) {
      if (j === i) continue
      let distance = 0
      for (let c = 0; c < dims; c++) distance += (rows[i * dims + c] - rows[j * dims + c]) ** 2
      if (distance >= nearest[k - 1]) continue
      let slot = k - 1
      while (slot > 0 && nearest[slot - 1] > distance) nearest[slot] = nearest[--slot]
      nearest[slot] = distance
    }
    sum += (dims / 2) * Math.log(nearest[k - 1])
  }
  return digamma(count) - digamma(k) + Math.log(ball) + sum / count
}

describe('generator and entropy', () => {
  it.each(toySets)('agree for $name, by nearest neighbours', (toy) => {
    const wide = Object.fromEntries(
      toy.settings.map((s) => [s.key, s.key === 'noise' ? Math.min(2 * s.default, s.max) : s.default]),
    )
    const settings = { ...defaults(toy), ...wide }
    const estimate = neighbourEntropy(toy.generate(5000, settings, new Random(2)), toy.dims)
    expect(Math.abs(estimate - toy.entropy(settings))).toBeLessThan(0.08)
  })
})

const labelled = toySets.flatMap((toy) => (toy.labels ? [{ ...toy, labels: toy.labels }] : []))

describe.each(labelled)('the labels of $name', (toy) => {
  const settings = defaults(toy)
  const count = 20_000
  const labels = new Float64Array(count)
  const rows = toy.generate(count, settings, new Random(1), labels)
  const rowsOf = (label: number) => rows.filter((_, i) => labels[Math.floor(i / toy.dims)] === label)

  it('leave the rows as they are, and name each of them', () => {
    expect(rows).toEqual(toy.generate(count, settings, new Random(1)))
    expect(new Set(labels)).toEqual(new Set(toy.labels.names.map((_, label) => label)))
  })

  it('have the entropy of their parts, by nearest neighbours', () => {
    const estimate = toy.labels.names.reduce((sum, _, label) => {
      const part = rowsOf(label).subarray(0, 2500 * toy.dims)
      const share = labels.filter((other) => other === label).length / count
      return sum + share * neighbourEntropy(part, toy.dims)
    }, 0)
    expect(Math.abs(estimate - toy.labels.entropy(settings))).toBeLessThan(0.1)
  })

  it('have densities whose mean logarithm over their rows is minus that entropy', () => {
    const { density } = toy.labels
    if (!density) return
    const logs = toy.labels.names.flatMap((_, label) => {
      const part = rowsOf(label).subarray(0, 1000 * toy.dims)
      const at = Array.from({ length: part.length / 2 }, (_, i) => [part[2 * i], part[2 * i + 1]])
      return at.map(([x, y]) => Math.log(density(settings, label)(Float64Array.of(x))(y)[0]))
    })
    const mean = logs.reduce((sum, value) => sum + value / logs.length, 0)
    expect(Math.abs(mean + toy.labels.entropy(settings))).toBeLessThan(0.06)
  })
})

describe('generators', () => {
  it('have the standard deviations integrated elsewhere for two moons', () => {
    const { toy, rows } = sample('two-moons')
    const [x, y] = toy.moments({ noise: 0.06 })
    expect(x).toEqual({ mean: expect.closeTo(0.5, 12), sd: expect.closeTo(0.8681, 5) })
    expect(y).toEqual({ mean: expect.closeTo(0.25, 12), sd: expect.closeTo(0.49779, 5) })
    expect(moments(rows, 2)[1].sd).toBeCloseTo(y.sd, 2)
  })

  it.each([
    ['circles', { noise: 0.06 }, 0.54185, 0.54185],
    ['rings', {}, 1.45457, 1.45457],
    ['eight-gaussians', {}, 2.03132, 2.03132],
    ['checkerboard', {}, 2.3094, 2.3094],
    ['pinwheel', {}, 1.48324, 1.48324],
    ['two-spirals', {}, 1.61046, 1.58412],
  ])('reproduce the published spread of %s', (name, settings, sx, sy) => {
    const [x, y] = moments(sample(name, settings).rows, 2)
    expect(Math.abs(x.sd / sx - 1)).toBeLessThan(0.01)
    expect(Math.abs(y.sd / sy - 1)).toBeLessThan(0.01)
  })

  it('put checkerboard rows on black squares only', () => {
    const { rows } = sample('checkerboard', {}, 10_000)
    for (let i = 0; i < rows.length; i += 2) {
      const parity = Math.floor(rows[i] / 2) + Math.floor(rows[i + 1] / 2)
      expect(Math.abs(parity) % 2).toBe(0)
    }
  })

  it('leave the torus hollow', () => {
    const { rows } = sample('torus', { noise: 0.02 }, 10_000)
    for (let i = 0; i < rows.length; i += 3) {
      const tube = Math.hypot(Math.hypot(rows[i], rows[i + 1]) - 1, rows[i + 2])
      expect(Math.abs(tube - 0.4)).toBeLessThan(0.1)
    }
  })
})

describe('entropies, against values integrated elsewhere to 10⁻⁶', () => {
  it.each([
    ['two-moons', { noise: 0.03 }, -0.232712],
    ['two-moons', { noise: 0.05 }, 0.289234],
    ['two-moons', { noise: 0.06 }, 0.477046],
    ['two-moons', { noise: 0.08 }, 0.775391],
    ['two-moons', { noise: 0.1 }, 1.007585],
    ['two-moons', { noise: 0.15 }, 1.416794],
    ['two-moons', { noise: 0.2 }, 1.677476],
    ['circles', { factor: 0.4, noise: 0.05 }, 0.493778],
    ['circles', { factor: 0.4, noise: 0.06 }, 0.675056],
    ['circles', { factor: 0.4, noise: 0.1 }, 1.175305],
    ['circles', { factor: 0.5, noise: 0.08 }, 1.070911],
    ['circles', { factor: 0.8, noise: 0.05 }, 0.781214],
    ['circles', { factor: 0.8, noise: 0.1 }, 1.174826],
    ['rings', {}, 2.623183],
    ['eight-gaussians', {}, 2.83188],
    ['pinwheel', {}, 2.317788],
    ['two-spirals', {}, 2.64545],
    ['checkerboard', {}, 3.465736],
  ])('%s %o', (name, settings, expected) => {
    const toy = toySets.find((candidate) => candidate.name === name)!
    expect(Math.abs(toy.entropy({ ...defaults(toy), ...settings }) - expected)).toBeLessThan(2e-6)
  })
})

describe('settings', () => {
  const moons = toySets[0]

  it('take the defaults where none is given', () => {
    expect(resolveSettings(moons, {})).toEqual({ ok: true, value: { noise: 0.06 } })
  })

  it.each([[-1], [NaN], [Infinity], [1e6]])('refuse a noise of %s with the range', (noise) => {
    const result = resolveSettings(moons, { noise })
    expect(result.ok).toBe(false)
    if (!result.ok) expect(result.issues[0].message).toContain('expected 0.01 to 0.5')
  })

  it('refuse a setting that the set does not have', () => {
    const result = resolveSettings(moons, { factor: 1 })
    if (!result.ok) expect(result.issues[0].message).toContain('there is no setting "factor"')
    expect(result.ok).toBe(false)
  })

  it('name the toy sets when asked for one that does not exist', () => {
    const result = findToy('two-suns')
    if (!result.ok) expect(result.issues[0].message).toContain('two-moons, circles')
    expect(result.ok).toBe(false)
  })
})
