import { proposals } from '@shared/flow/bases/proposals'
import { Random } from '@shared/math/random'
import { describe, expect, it } from 'vitest'
import { baseOf } from './support/bases'
import { fresh, moved, normalRows } from './support/blocks'
import { expectClose } from './support/compare'
import { flowOf, logDensities } from './support/runs'
import type { Flow } from '@shared/flow/flow'

const normal = (dims: number) => flowOf(dims, [])

/** Of each row, log p − log π. */
function gains(flow: Flow, theta: Float64Array, rows: Float64Array): Float64Array {
  const plain = logDensities(normal(flow.dims), new Float64Array(), rows)
  return logDensities(flow, theta, rows).map((nats, i) => nats - plain[i])
}

/** The base with its network bypassed: l is the bias of its output. */
function constantRate(dims: number, tries: number, bias: number): readonly [Flow, Float64Array] {
  const flow = flowOf(dims, [], baseOf('resampled', dims, { tries }))
  const theta = fresh(flow, 1)
  theta[flow.place('base', 'output.bias').offset] = bias
  return [flow, theta]
}

describe('the resampled base', () => {
  it.each([-200, -3, 0, 4, 200])('is the normal when all points are accepted alike, by l = %d', (bias) => {
    for (const dims of [1, 2, 5])
      expectClose(gains(...constantRate(dims, 100, bias), normalRows(20, dims, 1, 3)), new Float64Array(20), 1e-5)
  })

  it('is the paper’s mixture of π and π·a/Z by its own Z', () => {
    const flow = flowOf(2, [], baseOf('resampled', 2, { tries: 3, width: 5 }))
    const theta = moved(flow, 3)
    const at = (name: string) => {
      const { offset, size } = flow.place('base', name)
      return [...theta.subarray(offset, offset + size)]
    }
    const dense = (name: string, h: readonly number[]) =>
      at(`${name}.bias`).map((bias, j, all) =>
        h.reduce((sum, value, i) => sum + value * at(`${name}.weight`)[i * all.length + j], bias),
      )
    const rate = (z: readonly number[]) => {
      const h = dense('layer2', dense('layer1', z).map(Math.tanh)).map(Math.tanh)
      return 1 / (1 + Math.exp(-dense('output', h)[0]))
    }
    let [Z, total] = [0, 0]
    for (let x = -7; x <= 7; x += 0.1)
      for (let y = -7; y <= 7; y += 0.1) {
        const weight = Math.exp(-0.5 * (x * x + y * y))
        Z += weight * rate([x, y])
        total += weight
      }
    Z /= total
    const alpha = 1 - (1 - Z) ** 2
    const rows = normalRows(20, 2, 4)
    const expected = Array.from({ length: 20 }, (_, i) =>
      Math.log((alpha * rate([rows[2 * i], rows[2 * i + 1]])) / Z + 1 - alpha),
    )
    expectClose(gains(flow, theta, rows), expected, 1e-4) // what the lattice leaves of Z
    expect(Math.max(...expected.map(Math.abs))).toBeGreaterThan(0.05)
  })

  it('knows Z to within its error in three and five dimensions', () => {
    for (const dims of [3, 5]) {
      const flow = flowOf(dims, [], baseOf('resampled', dims))
      const theta = moved(flow, 2, 0.2)
      // ∫ p = E_π[p/π], by 20 000 draws
      const ratios = gains(flow, theta, normalRows(20_000, dims, 5)).map(Math.exp)
      expect(ratios.reduce((total, r) => total + r, 0) / ratios.length).toBeCloseTo(1, 1)
    }
  })

  it('takes the last try as it is', () => {
    const [flow, theta] = constantRate(2, 2, -200)
    const samples = flow.sampleBase(theta, new Random(1), 4000)
    const square = samples.reduce((total, z) => total + z * z, 0) / samples.length
    expect(square).toBeCloseTo(1, 1)
  })

  it.each([1, 2, 3, 8, 43])('has proposals with the moments of the normal, for D = %i', (dims) => {
    const { count, points, weights } = proposals(dims)
    const moment = (power: number, j: number) =>
      weights.reduce((total, w, i) => total + w * points[i * dims + j] ** power, 0)
    expect(points).toHaveLength(count * dims)
    expect(points.every(Number.isFinite)).toBe(true)
    for (let j = 0; j < dims; j++) {
      const error = dims < 3 ? 1e-8 : 0.12
      expect(Math.abs(moment(0, j) - 1)).toBeLessThan(1e-12)
      expect(Math.abs(moment(1, j))).toBeLessThan(error)
      expect(Math.abs(moment(2, j) - 1)).toBeLessThan(error)
    }
  })
})
