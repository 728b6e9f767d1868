import { describe, expect, it } from 'vitest'
import type { Base } from '@shared/flow/bijector'
import { Flow } from '@shared/flow/flow'
import { assess } from '@shared/learn/evaluation/evaluate'
import { cubature } from '@shared/learn/evaluation/cubature'
import { integrateDensity } from '@shared/learn/evaluation/integral'
import { Inspector } from '@shared/learn/inspection/inspector'
import { padTheta } from '@shared/learn/theta'
import { Units } from '@shared/learn/units'
import { Random } from '@shared/math/random'
import { createReferenceBackend } from '@shared/tensor/backends/reference'
import { affineBlock, normalBase, tinyFlow } from '../tinyFlow'

const inspect = (flow: Flow) => new Inspector(flow, createReferenceBackend())

describe('evaluating a model', () => {
  it('gives the exact NLL of a standard normal, and its spread', async () => {
    const flow = tinyFlow(2, [])
    const rows = Float64Array.of(0, 0, 1, 2, -1, 0.5)
    const units = new Units(2, [{ type: 'standardise', mean: [3, 4], scale: [2, 0.5] }])
    const result = await assess(inspect(flow), padTheta(flow, []), units, rows, 1.5)
    const each = [0, 2.5, 0.625].map((half) => half + Math.log(2 * Math.PI))
    const mean = each.reduce((sum, value) => sum + value, 0) / 3
    const sd = Math.sqrt(each.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 2)
    expect(result.nll).toBeCloseTo(mean, 12) // ln 2 + ln 0.5 = 0
    expect(result.nllStandardError).toBeCloseTo(sd / Math.sqrt(3), 12)
    expect(result.bitsPerDim).toBeCloseTo(mean / (2 * Math.LN2), 12)
    expect(result).toMatchObject({ rows: 3, roundTripError: 0, logDetError: 0, entropy: 1.5 })
    expect(result.integral).toBeCloseTo(1, 4)
  })

  it('adds the volume of the units to the NLL', async () => {
    const flow = tinyFlow(1, [])
    const units = new Units(1, [{ type: 'standardise', mean: [0], scale: [10] }])
    const { nll } = await assess(inspect(flow), padTheta(flow, []), units, Float64Array.of(0), null)
    expect(nll).toBeCloseTo(0.5 * Math.log(2 * Math.PI) + Math.log(10), 12)
  })
})

describe('draws of a model', () => {
  const rowsOf = (n: number, mean: number) => {
    const random = new Random(7)
    return Float64Array.from({ length: 2 * n }, (_, at) => random.normal() + (at % 2) * mean)
  }
  const judge = (rows: Float64Array) =>
    assess(inspect(tinyFlow(2, [])), padTheta(tinyFlow(2, []), []), new Units(2, []), rows, null, null)

  it('are as near the rows as chance allows where the model is right', async () => {
    const { samples, latent } = await judge(rowsOf(500, 0))
    expect(samples!.energyChance).toBeGreaterThan(0.01)
    expect(latent.distance).toBeLessThan(latent.limit)
  })

  it('are farther where it is wrong, and the coordinate of z that shows it is named', async () => {
    const { samples, latent } = await judge(rowsOf(500, 1))
    expect(samples!.energyChance).toBe(1 / 200)
    expect(latent.coordinate).toBe(1)
    expect(latent.distance).toBeGreaterThan(3 * latent.limit)
    // Φ(½) − Φ(−½), the most by which the distribution functions of N(0, 1) and N(1, 1) differ
    expect(latent.distance).toBeCloseTo(0.3829, 1)
    // all quantiles of the coordinate that is moved are, by as much
    const [still, shifted] = latent.quantiles.map(({ z, base }) => z.map((value, k) => value - base[k]))
    expect(Math.max(...still.slice(1, -1).map(Math.abs))).toBeLessThan(0.3)
    for (const apart of shifted.slice(1, -1)) expect(Math.abs(Math.abs(apart) - 1)).toBeLessThan(0.3)
  })

  it('cannot be compared with a single row', async () => {
    expect((await judge(rowsOf(1, 0))).samples).toBeNull()
  })
})

describe('the integral of a density', () => {
  const theta = (flow: Flow) => padTheta(flow, flow.initialParameters(new Random(3)))

  it.each([1, 2, 3])('is 1 for a map of a normal in %d dimensions', async (dims) => {
    const flow = tinyFlow(dims, [{ id: 'a', of: affineBlock(dims) }])
    expect(Math.abs((await integrateDensity(inspect(flow), theta(flow)))! - 1)).toBeLessThan(1e-3)
  })

  it('is not asked for above three dimensions', async () => {
    const flow = tinyFlow(4)
    expect(await integrateDensity(inspect(flow), theta(flow))).toBeNull()
  })

  it('cuts off no tail, however heavy', async () => {
    const cauchy: Base = {
      parameters: [],
      logDensity: ({ b }, z) => b.sub(-Math.log(Math.PI), b.log1p(b.sum(b.square(z), [-1]))),
      sample: (random, n) => Float64Array.from({ length: n }, () => Math.tan(Math.PI * (random.uniform() - 0.5))),
    }
    const flow = new Flow(1, { id: 'base', of: cauchy }, [])
    expect(await integrateDensity(inspect(flow), padTheta(flow, []))).toBeCloseTo(1, 4)
  })

  it('shows a wrong log-determinant', async () => {
    const wrong = affineBlock(2)
    const flow = tinyFlow(2, [
      {
        id: 'a',
        of: {
          ...wrong,
          inverseAndLogDet: (context, x) => ({ ...wrong.inverseAndLogDet(context, x), logDet: context.b.scalar(0.1) }),
        },
      },
    ])
    const [s0, s1] = theta(flow)
    expect(await integrateDensity(inspect(flow), theta(flow))).toBeCloseTo(Math.exp(0.1 + s0 + s1), 3)
  })
})

describe('adaptive cubature', () => {
  it('finds the area of a disc, whose edge no grid fits', async () => {
    const disc = (points: ArrayLike<number>) =>
      Promise.resolve(
        Float64Array.from({ length: points.length / 2 }, (_, i) =>
          points[2 * i] ** 2 + points[2 * i + 1] ** 2 < 0.5 ? 1 : 0,
        ),
      )
    const area = await cubature(2, disc, { cells: 8, tolerance: 5e-3, points: 200_000 })
    expect(Math.abs(area - Math.PI / 2)).toBeLessThan(2e-3)
  })

  it('stops at its limit of points', async () => {
    let count = 0
    const noise = (points: ArrayLike<number>) => {
      const n = points.length / 2
      count += n
      return Promise.resolve(Float64Array.from({ length: n }, (_, i) => Math.sin(1e6 * points[2 * i])))
    }
    await cubature(2, noise, { cells: 8, tolerance: 1e-9, points: 20_000 })
    expect(count).toBeLessThanOrEqual(20_000)
    expect(count).toBeGreaterThan(10_000)
  })
})

describe('base and map together', () => {
  it('report how far a block is from inverting itself', async () => {
    const crooked = affineBlock(1)
    const flow = new Flow(1, { id: 'base', of: normalBase(1) }, [
      {
        id: 'a',
        of: {
          ...crooked,
          forwardAndLogDet: (context, z) => {
            const mapped = crooked.forwardAndLogDet(context, z)
            return { value: context.b.add(mapped.value, 0.01), logDet: context.b.add(mapped.logDet, 0.25) }
          },
        },
      },
    ])
    const result = await assess(inspect(flow), padTheta(flow, [0, 0]), new Units(1, []), Float64Array.of(1, 2), null)
    expect(result.roundTripError).toBeCloseTo(0.01, 10)
    expect(result.logDetError).toBeCloseTo(0.25, 10)
  })
})
