import { describe, expect, it } from 'vitest'
import { layers } from '@shared/engine/pictures/layers'
import type { View } from '@shared/rpc/protocol'
import { normalRows } from '../../flow/support/blocks'
import { expectClose, logAbsDeterminant } from '../../flow/support/compare'
import { jacobians, run } from '../../flow/support/runs'
import { draw, part, realNvp, splineStack, subjectOf } from './subjects'

type Points = Extract<View, { kind: 'layers' }>['points']
const view = (points: Points): Extract<View, { kind: 'layers' }> => ({ kind: 'layers', id: 'l', points })

const models = Object.entries({ RealNVP: realNvp, spline: splineStack })

describe.each(models)('the layers of a %s stack', (_, model) => {
  const blocks = model.flow.bijectors.length
  const rows = normalRows(40, 2, 3)
  const { units } = subjectOf(model)
  const given = (direction: 'forward' | 'inverse', of: Float64Array) =>
    view({ from: 'given', direction, rows: Float32Array.from(units.toNatural(of)) })

  it('are where each part of the stack sends z, with its log-determinant', async () => {
    const frame = await draw(given('forward', rows), subjectOf(model), model)
    for (let layer = 0; layer <= blocks; layer++) {
      const { flow, theta } = part(model, 0, layer)
      const positions = frame.positions.subarray(80 * layer, 80 * (layer + 1))
      expectClose(positions, units.toNatural(Float64Array.from(run(flow, theta, 'forward', rows).value)), 1e-4)
      const expected = jacobians(flow, theta, 'forward', rows).map(logAbsDeterminant)
      expectClose(frame.logDet.subarray(40 * layer, 40 * (layer + 1)), expected, 1e-4)
    }
  })

  it('are the same when carried back from x, and still begin at z', async () => {
    const forward = await draw(given('forward', rows), subjectOf(model), model)
    const x = units.toFlow(forward.positions.subarray(80 * blocks))
    const back = await draw(given('inverse', x), subjectOf(model), model)
    expectClose(back.positions, forward.positions, 2e-4)
    expectClose(back.logDet, forward.logDet, 2e-4)
    expect(back.logDet.subarray(0, 40)).toEqual(new Float32Array(40))
  })

  it('end for draws from the base at the samples of the same seed', async () => {
    const { positions, count } = await draw(view({ from: 'base', count: 1100, seed: 9 }), subjectOf(model), model)
    const samples = await draw({ kind: 'samples', id: 's', count: 1100, seed: 9 }, subjectOf(model), model)
    expect(count).toBe(1100)
    expectClose(positions.subarray(2 * 1100 * blocks), samples.points, 1e-5)
  })

  it('are of some of the draws alone where these are named, in that order', async () => {
    const all = await draw(view({ from: 'base', count: 50, seed: 9 }), subjectOf(model), model)
    const rows = [41, 0, 7]
    const some = await draw(view({ from: 'base', count: 50, seed: 9, rows }), subjectOf(model), model)
    expect(some.count).toBe(3)
    for (let layer = 0; layer <= blocks; layer++)
      for (const [i, row] of rows.entries()) {
        const [at, from] = [2 * (3 * layer + i), 2 * (50 * layer + row)]
        expectClose(some.positions.subarray(at, at + 2), all.positions.subarray(from, from + 2), 1e-6)
      }
  })

  it('need every named draw to be there', () => {
    const { fits } = layers
    const subject = subjectOf(model)
    expect(fits(view({ from: 'base', count: 50, seed: 9, rows: [49] }), subject)).toBe(true)
    expect(fits(view({ from: 'base', count: 50, seed: 9, rows: [0, 50] }), subject)).toBe(false)
  })

  it('begin for the data at rows taken evenly', async () => {
    const preview = Float32Array.from(units.toNatural(normalRows(10, 2, 4)))
    const subject = subjectOf(model, preview)
    const { positions, count } = await draw(view({ from: 'data', count: 4 }), subject, model)
    expect(count).toBe(4)
    const taken = [0, 2, 5, 7].flatMap((row) => [...preview.subarray(2 * row, 2 * row + 2)])
    expectClose(positions.subarray(8 * blocks), taken, 1e-6)
    expect((await draw(view({ from: 'data', count: 400 }), subject, model)).count).toBe(10)
  })
})
