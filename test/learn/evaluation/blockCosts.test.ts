import { describe, expect, it } from 'vitest'
import { blockCosts } from '@shared/learn/evaluation/blockCosts'
import { Random } from '@shared/math/random'
import { createReferenceBackend } from '@shared/tensor/backends/reference'
import { blockEntry, defaultSettings } from '@shared/catalogue/registry'
import type { Settings } from '@shared/catalogue/types'
import { normal } from '@shared/flow/bases/normal'
import { affineCoupling } from '@shared/flow/bijectors/affineCoupling'
import { Flow } from '@shared/flow/flow'
import { create } from '../../flow/support/blocks'
import { flowOf } from '../../flow/support/runs'

const block = (type: string, dims: number, settings = {}) => create(blockEntry(type)!, dims, settings)

describe('what blocks cost', () => {
  it('is measured for each by itself, with what its solver evaluates', async () => {
    const flow = flowOf(2, [block('affine-coupling', 2), block('continuous', 2, { tolerance: 1e-4 })])
    const theta = flow.initialParameters(new Random(1)).map((value, i) => value + 0.3 * Math.sin(i))
    const z = Float64Array.from({ length: 20 }, (_, i) => Math.cos(3 * i))
    let clock = 0
    const costs = await blockCosts(flow, theta, z, createReferenceBackend(), () => (clock += 1))
    expect(costs.map(({ node }) => node)).toEqual(['block0', 'block1'])
    const [coupling, ode] = costs
    expect(coupling.forward.evaluations).toBeNull()
    // each look at the clock is a millisecond later: five runs until 5 have gone by, and 6 when it is read again
    expect(coupling.inverse.milliseconds).toBeCloseTo(100 * (6 / 5), 6)
    const { mean, most } = ode.inverse.evaluations!
    expect(mean).toBeGreaterThanOrEqual(19)
    expect(most).toBeGreaterThanOrEqual(mean)
  })
  it('hands a conditional block what its rows are given', async () => {
    const entry = blockEntry('affine-coupling')!
    const base = normal.create({}, 2)
    const of = affineCoupling.create({ ...defaultSettings(entry), width: 5 } as Settings, 2, 1)
    const flow = new Flow(2, { id: 'base', of: base }, [{ id: 'seeing', of }], 1)
    const rows = Float64Array.from({ length: 30 }, (_, i) => Math.sin(i))
    const theta = flow.initialParameters(new Random(2))
    const costs = await blockCosts(flow, theta, rows, createReferenceBackend(), performance.now.bind(performance))
    expect(costs.map(({ node }) => node)).toEqual(['seeing'])
    expect(costs[0].forward.milliseconds).toBeGreaterThan(0)
  })
})
