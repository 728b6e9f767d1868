import { describe, expect, it } from 'vitest'
import { annealedImportance } from '@shared/learn/sampling/ais'
import { bridgeOf, slopedTarget } from '@shared/learn/sampling/density'
import type { TraceTarget } from '@shared/flow/target'
import { Random } from '@shared/math/random'
import { createWasmBackend } from '@shared/tensor/backends/wasm'
import { detectFeatures } from '@shared/tensor/backends/wasm/features'
import { flowOf } from '../../flow/support/runs'
import { gaussianTarget } from '../gaussianTarget'
import { tinyFlow } from '../tinyFlow'

const exact = () =>
  createWasmBackend({
    precision: 'float64',
    features: detectFeatures(),
    pool: null,
    threads: 1,
    memoryLimit: 2 ** 30,
    now: () => 0,
  })

/** q = N(t, e^2s) in D dimensions. */
const flow = (dims: number) => flowOf(dims, tinyFlow(dims).bijectors.map(({ of }) => of)) // prettier-ignore

async function anneal(dims: number, target: TraceTarget, rungs: number, theta: Float64Array) {
  const model = flow(dims)
  const bridge = await bridgeOf(exact(), model, theta, target, 256)
  const random = new Random(5)
  const start = (count: number) => {
    const z = model.sampleBase(theta, random, count)
    return Promise.resolve(z.map((value, i) => value * Math.exp(theta[i % dims]) + theta[dims + (i % dims)]))
  }
  const found = await annealedImportance(bridge, start, { walkers: 1024, rungs, leaps: 5 }, random)
  await bridge.dispose()
  return found
}

describe('annealed importance sampling', () => {
  it('finds the constant of a Gaussian far from the model, where plain weights do not', async () => {
    const dims = 8
    const theta = new Float64Array(2 * dims) // N(0, I)
    const target = gaussianTarget(1.5, 0.5, 2.5)
    const [plain, annealed] = [await anneal(dims, target, 1, theta), await anneal(dims, target, 100, theta)]
    expect(plain.effectiveShare).toBeLessThan(0.02)
    expect(annealed.effectiveShare).toBeGreaterThan(0.3)
    expect(annealed.acceptance).toBeGreaterThan(0.5)
    expect(Math.abs(annealed.logZ.mean - 2.5)).toBeLessThan(4 * annealed.logZ.standardError)
    expect(annealed.logZ.standardError).toBeLessThan(0.06)
  })

  it('leaves the target as it is when it begins there', async () => {
    const theta = Float64Array.of(Math.log(0.5), 1.5)
    const { x, logZ, effectiveShare } = await anneal(1, gaussianTarget(1.5, 0.5, -1), 10, theta)
    expect(effectiveShare).toBeCloseTo(1, 10)
    expect(logZ.mean).toBeCloseTo(-1, 10)
    const mean = x.reduce((sum, value) => sum + value, 0) / x.length
    const sd = Math.sqrt(x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length)
    expect(Math.abs(mean - 1.5)).toBeLessThan((4 * 0.5) / Math.sqrt(x.length))
    expect(Math.abs(sd - 0.5)).toBeLessThan((4 * 0.5) / Math.sqrt(2 * x.length))
  })
})

describe('a density with its slope', () => {
  it('is of each point, however many there are', async () => {
    const density = await slopedTarget(exact(), 2, gaussianTarget(1, 0.5, 0), 3)
    const points = Float64Array.of(1, 2, 0, 1, -1, 3, 0.5, 0.5)
    const { logDensity, slope } = await density.at(points)
    expect(logDensity).toHaveLength(4)
    points.forEach((value, i) => {
      expect(slope[i]).toBeCloseTo(-(value - 1) / 0.25, 10)
    })
    await density.dispose()
  })
})
