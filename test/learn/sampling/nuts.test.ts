import { describe, expect, it } from 'vitest'
import { nutsReference } from '@shared/learn/sampling/chains'
import { slopedTarget } from '@shared/learn/sampling/density'
import { diagnose } from '@shared/learn/sampling/diagnostics'
import { kolmogorovSmirnov } from '@shared/learn/evaluation/distances'
import { Random } from '@shared/math/random'
import { createWasmBackend } from '@shared/tensor/backends/wasm'
import { detectFeatures } from '@shared/tensor/backends/wasm/features'
import type { TraceTarget } from '@shared/flow/target'

const exact = () =>
  createWasmBackend({
    precision: 'float64',
    features: detectFeatures(),
    pool: null,
    threads: 1,
    memoryLimit: 2 ** 30,
    now: () => 0,
  })

/** Standard deviations 0.1, 1 and 10, the last two correlated by 0.8. */
const skewed: TraceTarget = (b, x) => {
  const [u, v, w] = [0, 1, 2].map((d) => b.reshape(b.slice(x, d, d + 1), [x.shape[0]]))
  const rest = b.mul(b.sub(b.mul(w, 0.1), b.mul(v, 0.8)), 1 / 0.6)
  return b.mul(-0.5, b.add(b.square(b.mul(u, 10)), b.add(b.square(v), b.square(rest))))
}

const columnOf = (draws: Float64Array, dims: number, d: number) => draws.filter((_, at) => at % dims === d)

describe('chains without U-turns', () => {
  it('draw a Gaussian of unlike scales, by every coordinate, and know it', async () => {
    const density = await slopedTarget(exact(), 3, skewed, 4)
    const random = new Random(3)
    const starts = Float64Array.from({ length: 12 }, () => random.normal())
    const run = await nutsReference(density, starts, { warmup: 400, draws: 1000 }, random)
    expect(run.divergences).toBe(0)
    ;[0.1, 1, 10].forEach((sd, d) => {
      expect(run.rHat[d]).toBeLessThan(1.02)
      expect(run.effective[d]).toBeGreaterThan(800)
      const values = columnOf(run.draws, 3, d).map((value) => value / sd).sort() // prettier-ignore
      const normal = Float64Array.from({ length: 100_000 }, () => random.normal()).sort()
      expect(kolmogorovSmirnov(values, normal)).toBeLessThan(1.95 / Math.sqrt(run.effective[d]))
    })
    await density.dispose()
  })

  it('draws the same from the same seed', async () => {
    const density = await slopedTarget(exact(), 3, skewed, 4)
    const draw = () => nutsReference(density, new Float64Array(6), { warmup: 50, draws: 20 }, new Random(1))
    expect(await draw()).toEqual(await draw())
  })
})

describe('the diagnosis of chains', () => {
  const chain = (n: number, seed: number, correlation: number, shift = 0) => {
    const random = new Random(seed)
    let at = random.normal()
    return Float64Array.from({ length: n }, () => {
      at = correlation * at + Math.sqrt(1 - correlation ** 2) * random.normal()
      return at + shift
    })
  }

  it.each([0, 0.5, 0.9])('counts draws of an autoregression with correlation %d', (correlation) => {
    const chains = [1, 2, 3, 4].map((seed) => chain(5000, seed, correlation))
    const { rHat, effective } = diagnose(chains, 1)
    expect(rHat[0]).toBeLessThan(1.02)
    const known = (20_000 * (1 - correlation)) / (1 + correlation)
    expect(effective[0] / known).toBeGreaterThan(0.8)
    expect(effective[0] / known).toBeLessThan(1.2)
  })

  it('sees a chain that is elsewhere', () => {
    const { rHat, effective } = diagnose([chain(1000, 1, 0), chain(1000, 2, 0, 3)], 1)
    expect(rHat[0]).toBeGreaterThan(1.5)
    expect(effective[0]).toBeLessThan(20)
  })
})
