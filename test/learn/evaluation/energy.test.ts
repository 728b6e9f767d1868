import { describe, expect, it } from 'vitest'
import { assessEnergy } from '@shared/learn/evaluation/energy'
import { logMeanPower, reportWeights } from '@shared/learn/evaluation/importance'
import { missedModes, modeShares } from '@shared/learn/evaluation/modes'
import { Inspector } from '@shared/learn/inspection/inspector'
import { Random } from '@shared/math/random'
import { createReferenceBackend } from '@shared/tensor/backends/reference'
import { gaussianTarget } from '../gaussianTarget'
import { tinyFlow } from '../tinyFlow'

const normals = (n: number, mean = 0, sd = 1) => {
  const random = new Random(9)
  return Float64Array.from({ length: n }, () => mean + sd * random.normal())
}

/** q = N(t, e^2s) against e^0.4 N(0.3, 0.8²). */
async function judge(s: number, t: number) {
  const flow = tinyFlow(1)
  const inspector = new Inspector(flow, createReferenceBackend(), undefined, gaussianTarget(0.3, 0.8, 0.4))
  const rows = normals(500, 0.3, 0.8)
  return assessEnergy(inspector, Float64Array.of(s, t), rows, { logZ: 0.4, modes: new Float64Array() }, inspector)
}

const klOfNormals = (m1: number, s1: number, m2: number, s2: number) =>
  Math.log(s2 / s1) + (s1 ** 2 + (m1 - m2) ** 2) / (2 * s2 ** 2) - 0.5

describe('a model judged by an energy', () => {
  it('has the KL divergences of two Gaussians, by quadrature and by weights', async () => {
    const [s, t] = [-0.3, 0.5]
    const { weights, reverseKl, forwardKl, logZ, modes } = await judge(s, t)
    const sd = Math.exp(s)
    expect(reverseKl).toBeCloseTo(klOfNormals(t, sd, 0.3, 0.8), 4)
    expect(forwardKl).toBeCloseTo(klOfNormals(0.3, 0.8, t, sd), 4)
    expect(Math.abs(weights.freeEnergy.mean + 0.4 - reverseKl!)).toBeLessThan(4 * weights.freeEnergy.standardError)
    expect(Math.abs(weights.logZ.mean - 0.4)).toBeLessThan(4 * weights.logZ.standardError)
    expect([logZ, modes]).toEqual([0.4, []])
    // E w² / (E w)² of two Gaussians: ESS = 1/∫ p²/q
    const [a, b] = [2 / 0.8 ** 2 - 1 / sd ** 2, (2 * 0.3) / 0.8 ** 2 - t / sd ** 2]
    const c = (2 * 0.3 ** 2) / 0.8 ** 2 - (t / sd) ** 2
    const inverse = (sd / 0.8 ** 2 / Math.sqrt(a)) * Math.exp(0.5 * (b ** 2 / a - c))
    expect(weights.effectiveShare).toBeCloseTo(1 / inverse, 1)
  })

  it('is perfect where it is the target', async () => {
    const { weights, reverseKl, forwardKl } = await judge(Math.log(0.8), 0.3)
    expect(weights.effectiveShare).toBeCloseTo(1, 10)
    expect(weights.logZ.mean).toBeCloseTo(0.4, 10)
    expect(weights.logZ.standardError).toBeCloseTo(0, 8)
    expect(reverseKl).toBeCloseTo(0, 10)
    expect(forwardKl).toBeCloseTo(0, 10)
  })
})

describe('importance weights', () => {
  it('are averaged in logarithms, however large or small', () => {
    for (const shift of [0, 1e4, -1e5]) {
      const logWeights = Float64Array.of(0, Math.log(3), -Infinity).map((value) => value + shift)
      expect(logMeanPower(logWeights, 1) - shift).toBeCloseTo(Math.log(4 / 3), 8)
      expect(logMeanPower(logWeights, 2) - 2 * shift).toBeCloseTo(Math.log(10 / 3), 8)
      expect(reportWeights(logWeights).effectiveShare).toBeCloseTo(16 / 30, 8)
    }
  })

  it('that are all nothing say so', () => {
    const { logZ, effectiveShare } = reportWeights(Float64Array.of(-Infinity, -Infinity))
    expect([logZ.mean, effectiveShare]).toEqual([-Infinity, 0])
  })
})

describe('the shares of modes', () => {
  const modes = Float64Array.of(-2, 0, 2, 0)

  it('count who is nearest', () => {
    const rows = Float64Array.of(-1, 5, -3, 0, 0.1, 0, 9, 9)
    const draws = Float64Array.of(1, 0, 2, 0, 3, 0, 4, 0)
    const found = modeShares(modes, 2, rows, draws)
    expect(found).toEqual([
      { rows: 0.5, draws: 0 },
      { rows: 0.5, draws: 1 },
    ])
    expect(missedModes(found)).toBe(1)
  })

  it('are none of a single mode', () => {
    expect(modeShares(Float64Array.of(0, 0), 2, Float64Array.of(1, 1), Float64Array.of(1, 1))).toEqual([])
  })
})
