import { describe, expect, it } from 'vitest'
import {
  compressed,
  condition,
  glyphEllipse,
  logConditions,
  stretchAt,
  stretches,
  thinned,
  type Stretch,
} from '../../../src/renderer/views/field/glyphs'
import { conditionGrid, lattice } from '../../../src/renderer/views/field/lattice'
import { legendTicks } from '../../../src/renderer/views/field/legendTicks'
import { steadySignedRange, wantedSignedRange } from '../../../src/renderer/views/field/signedRange'
import { svd2, type Matrix2 } from '../../../src/renderer/views/field/svd2'
import { fieldFacts, fieldSentence, nonFiniteWords, someNodes } from '../../../src/renderer/views/field/words'
import { Random } from '@shared/math/random'

/** R(angle) · diag(major, minor) · R(turn). */
function matrixOf(angle: number, major: number, minor: number, turn: number): Matrix2 {
  const [c, s, p, q] = [Math.cos(angle), Math.sin(angle), Math.cos(turn), Math.sin(turn)]
  return [
    c * major * p - s * minor * q,
    -c * major * q - s * minor * p,
    s * major * p + c * minor * q,
    -s * major * q + c * minor * p,
  ]
}
/** Directions of an axis are the same half a turn apart. */
const apart = (a: number, b: number): number => Math.abs(Math.sin(a - b))

describe('the singular values of a 2 × 2 matrix', () => {
  it('are those of known matrices', () => {
    expect(svd2([1, 0, 0, 1])).toMatchObject({ major: 1, minor: 1 })
    expect(svd2([3, 0, 0, -2])).toMatchObject({ major: 3, minor: 2, angle: 0 })
    expect(svd2([0, -1, 1, 0])).toMatchObject({ major: 1, minor: 1 })
    expect(svd2([0, 0, 0, 0])).toMatchObject({ major: 0, minor: 0 })
    // A shear by 1: the golden ratio and its inverse.
    const shear = svd2([1, 1, 0, 1])
    expect(shear.major).toBeCloseTo((1 + Math.sqrt(5)) / 2, 12)
    expect(shear.minor).toBeCloseTo((Math.sqrt(5) - 1) / 2, 12)
  })

  it('and the axis are those that a matrix was made of', () => {
    const random = new Random(7)
    const draw = (): number => random.uniform()
    for (let i = 0; i < 200; i++) {
      const [angle, turn] = [6 * draw(), 6 * draw()]
      const minor = (draw() - 0.5) * 2
      const major = Math.abs(minor) + 0.1 + draw()
      const found = svd2(matrixOf(angle, major, minor, turn))
      expect(found.major).toBeCloseTo(major, 10)
      expect(found.minor).toBeCloseTo(Math.abs(minor), 10)
      expect(apart(found.angle, angle)).toBeLessThan(1e-9)
    }
  })

  it('keep the digits of the smaller one where the matrix is nearly singular', () => {
    expect(svd2(matrixOf(0.3, 1e3, 1e-6, 1)).minor / 1e-6).toBeCloseTo(1, 3)
    expect(svd2([1e8, 0, 0, 1e-8]).minor).toBe(1e-8)
  })
})

const one = (matrix: Matrix2): Stretch => stretches([0, 1, 0, 1], 1, Float32Array.from(matrix))[0]

describe('the glyphs of a field', () => {
  it('lie in the middles of the cells, row 0 lowest', () => {
    const identity = [1, 0, 0, 1]
    const places = stretches([0, 4, 10, 18], 2, Float32Array.from([identity, identity, identity, identity].flat()))
    expect(places.map(({ x, y }) => [x, y])).toEqual([
      [1, 12],
      [3, 12],
      [1, 16],
      [3, 16],
    ])
    expect(stretchAt(places, [0, 4, 10, 18], 2, 3.9, 10.1)).toBe(places[1])
    expect(stretchAt(places, [0, 4, 10, 18], 2, 4.1, 12)).toBeNull()
  })

  it('tell singular and broken Jacobians from proper ones', () => {
    expect(one([1, 2, 2, 4]).kind).toBe('singular')
    expect(one([0, 0, 0, 0]).kind).toBe('singular')
    expect(one([1, NaN, 0, 1]).kind).toBe('broken')
    expect(one([1, Infinity, 0, 1]).kind).toBe('broken')
    expect(condition(one([8, 0, 0, 2]))).toBe(4)
    expect(condition(one([1, 2, 2, 4]))).toBe(Infinity)
    const logs = logConditions([one([1000, 0, 0, 10]), one([1, 2, 2, 4]), one([NaN, 0, 0, 1])])
    expect(logs[0]).toBeCloseTo(2, 6)
    expect([...logs.subarray(1)]).toEqual([NaN, NaN])
  })

  it('have the axes of the stretch with compressed lengths, turning against the clock as angles do', () => {
    const turned = one(matrixOf(Math.PI / 6, 10, 1, 0.4))
    const { major, minor, angle } = glyphEllipse(turned, 8, [50, 50])
    expect(major).toBeCloseTo(16, 4)
    expect(minor).toBeCloseTo(8, 4)
    expect(apart(angle, -Math.PI / 6)).toBeLessThan(1e-6)
  })

  it('lie as the stretch does in the picture, and are circles where there is none, whatever its scales', () => {
    const circle = glyphEllipse(one([1, 0, 0, 1]), 8, [100, 25])
    expect([circle.major, circle.minor]).toEqual([8, 8])
    const diagonal = glyphEllipse(one(matrixOf(Math.PI / 4, 5, 1, 0)), 8, [100, 25])
    expect(apart(diagonal.angle, -Math.atan(0.25))).toBeLessThan(1e-6)
  })

  it('stay between a tenth and twice the circle, however extreme the stretch', () => {
    expect(compressed(1)).toBe(1)
    expect(compressed(Math.sqrt(10))).toBeCloseTo(1.5, 12)
    expect(compressed(1e30)).toBe(2)
    expect(compressed(0)).toBe(0.1)
  })

  it('thin out to places that a finer lattice shares', () => {
    const identity = Float32Array.from({ length: 42 * 42 * 4 }, (_, i) => (i % 4 === 0 || i % 4 === 3 ? 1 : 0))
    const fine = stretches([0, 1, 0, 1], 42, identity)
    const coarse = stretches([0, 1, 0, 1], 14, identity.subarray(0, 14 * 14 * 4))
    const kept = thinned(fine, 42, 3)
    expect(kept).toHaveLength(14 * 14)
    kept.forEach(({ x, y }, i) => {
      expect(x).toBeCloseTo(coarse[i].x, 12)
      expect(y).toBeCloseTo(coarse[i].y, 12)
    })
    const sampled = { logDet: { bounds: [0, 1, 0, 1] as const }, glyphs: 42, places: fine }
    expect(lattice(sampled, 14, [1, 1]).places).toEqual(kept)
    const grid = conditionGrid(sampled)!
    expect(grid.bounds[0]).toBeCloseTo(1 / 84, 12)
    expect(grid.values.every((value) => value === 0)).toBe(true)
  })
})

describe('the range of a signed field', () => {
  const ramp = Float32Array.from({ length: 1001 }, (_, i) => -3 + (5 * i) / 1000)

  it('is centred at zero and reaches the larger of both outer quantiles', () => {
    const range = wantedSignedRange(ramp)!
    expect(range.low).toBe(-range.high)
    expect(range.high).toBeCloseTo(2.95, 1)
  })

  it('passes over what is not finite, and is never empty', () => {
    expect(wantedSignedRange(new Float32Array(9))).toEqual({ low: -0.05, high: 0.05 })
    expect(wantedSignedRange(Float32Array.from([NaN, -Infinity]))).toBeNull()
    expect(wantedSignedRange(Float32Array.from([NaN, 1, Infinity, -4]))!.low).toBe(-4)
  })

  it('stays while it is close, and follows once it is not', () => {
    const before = { low: -2, high: 2 }
    expect(steadySignedRange(before, { low: -2.2, high: 2.2 })).toBe(before)
    expect(steadySignedRange(before, { low: -2.6, high: 2.6 }).high).toBe(2.6)
  })
})

describe('what is said of a field', () => {
  const grid = {
    bounds: [0, 2, 0, 2] as const,
    resolution: 3,
    values: Float32Array.from([-1, -1, 0, 0, 0, 3, NaN, 1, 1]),
  }

  it('names the range, the place of the greatest value and the share that contracts', () => {
    const facts = fieldFacts(grid)!
    expect(facts).toEqual({ low: -1, high: 3, at: [2, 1], negative: 0.25 })
    expect(fieldSentence(facts, 'logDet', ['x1', 'x2'])).toBe(
      'log|det J| in nats from −1.00 to 3.00, greatest at x1 = 2.00, x2 = 1.00. 25 % of the area in view contracts, the rest expands.',
    )
    expect(fieldFacts({ ...grid, values: new Float32Array(9).fill(NaN) })).toBeNull()
  })

  it('counts places that are not finite and names the first block', () => {
    const blocks = [
      { node: 'a', place: 1, title: 'Affine', colour: '' },
      { node: 'b', place: 2, title: 'Spline coupling', colour: '' },
    ]
    const found = [
      { node: 'b', count: 11 },
      { node: 'a', count: 1 },
    ]
    expect(nonFiniteWords(found, blocks)).toEqual({
      places: 12,
      node: 'b',
      text: '12 places are not finite, first at block 2 Spline coupling',
    })
    expect(nonFiniteWords([{ node: 'a', count: 1 }], blocks)!.text).toMatch(/^1 place is not finite/)
    expect(nonFiniteWords([], blocks)).toBeNull()
  })

  it('gives nine nodes with their places to whoever checks', () => {
    const ramp = Float32Array.from({ length: 25 }, (_, k) => (k % 5) + 10 * Math.floor(k / 5))
    const nodes = someNodes({ bounds: [0, 4, 0, 40], resolution: 5, values: ramp })
    expect(nodes).toHaveLength(9)
    for (const [x, y, value] of nodes) expect(value).toBe(x + y)
  })

  it('writes volume factors at easy numbers, ×1 in the middle', () => {
    const ticks = legendTicks({ low: -2, high: 2 }, 'logDet', 'factor', 400)
    expect(ticks.map(({ label }) => label)).toEqual(['×0.2', '×0.5', '×1', '×2', '×5'])
    expect(ticks[2].at).toBe(0.5)
    expect(ticks[3].at - 0.5).toBeCloseTo(Math.LN2 / 4, 12)
    const conditions = legendTicks({ low: 0, high: 2 }, 'condition', 'factor', 600)
    expect(conditions.map(({ label }) => label)).toEqual(['1', '2', '5', '10', '20', '50', '100'])
    expect(conditions[3].at).toBeCloseTo(0.5, 12)
  })
})
