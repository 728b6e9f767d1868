import { describe, expect, it } from 'vitest'
import { layers } from '@shared/engine/pictures/layers'
import type { View } from '@shared/rpc/protocol'
import { normalRows } from '../../flow/support/blocks'
import { expectClose, logAbsDeterminant } from '../../flow/support/compare'
import { jacobians, run } from '../../flow/support/runs'
import { draw, driftModel, part, realNvp, splineStack, subjectOf } from './subjects'

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

describe('the layers of a stack with continuous blocks', () => {
  const { flow, theta } = driftModel
  const rows = normalRows(40, 2, 3)
  const { units } = subjectOf(driftModel)
  const between = (direction: 'forward' | 'inverse', of: Float64Array) =>
    ({ ...view({ from: 'given', direction, rows: Float32Array.from(units.toNatural(of)) }), between: true }) as const
  const whole = (frame: { readonly t: Float32Array }) => [...frame.t.keys()].filter((i) => Number.isInteger(frame.t[i]))

  it('have their places on the way between the ends of these blocks alone', async () => {
    const frame = await draw(between('forward', rows), subjectOf(driftModel), driftModel)
    const steps = Array.from({ length: 16 }, (_, i) => i / 16)
    expect([...frame.t]).toEqual([0, ...steps.map((s) => 1 + s), ...steps.map((s) => 2 + s), 3])
    const plain = await draw({ ...between('forward', rows), between: false }, subjectOf(driftModel), driftModel)
    expect([...plain.t]).toEqual([0, 1, 2, 3])
    for (const [layer, i] of whole(frame).entries()) {
      const of = ({ positions }: typeof frame, at: number) => positions.subarray(80 * at, 80 * (at + 1))
      expectClose(of(frame, i), of(plain, layer), 1e-5)
    }
  })

  it('lead through the same places with the same determinants both ways', async () => {
    const forward = await draw(between('forward', rows), subjectOf(driftModel), driftModel)
    const x = units.toFlow(forward.positions.subarray(-80))
    const back = await draw(between('inverse', x), subjectOf(driftModel), driftModel)
    expect([...back.t]).toEqual([...forward.t])
    expectClose(back.positions, forward.positions, 2e-4)
    expectClose(back.logDet, forward.logDet, 2e-4)
  })

  it('are no straight lines there, nor do they jump', async () => {
    const { t, positions } = await draw(between('forward', rows), subjectOf(driftModel), driftModel)
    const [a, b] = [t.indexOf(1), t.indexOf(2)]
    const at = (i: number) => positions.subarray(80 * i, 80 * (i + 1))
    const off = at((a + b) / 2).map((value, i) => Math.abs(value - (at(a)[i] + at(b)[i]) / 2))
    expect(Math.max(...off)).toBeGreaterThan(0.01)
    const length = Math.max(...at(b).map((value, i) => Math.abs(value - at(a)[i])))
    for (let i = a; i < b; i++)
      expect(Math.max(...at(i + 1).map((value, k) => Math.abs(value - at(i)[k])))).toBeLessThan(length / 4)
  })

  it('are what a stack without such blocks has where there are none', async () => {
    const model = realNvp
    const [asked, plain] = await Promise.all(
      [true, false].map((wanted) => draw({ ...between('forward', rows), between: wanted }, subjectOf(model), model)),
    )
    expect(asked).toEqual(plain)
  })

  it('end where the flow sends z', async () => {
    const { positions } = await draw(between('forward', rows), subjectOf(driftModel), driftModel)
    const expected = units.toNatural(Float64Array.from(run(flow, theta, 'forward', rows).value))
    expectClose(positions.subarray(-80), expected, 1e-4)
  })
})
