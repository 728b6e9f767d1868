import { describe, expect, it } from 'vitest'
import { kindOf } from '@shared/engine/pictures/kinds'
import { nodes, product } from '@shared/engine/pictures/grids'
import type { View } from '@shared/rpc/protocol'
import { expectClose } from '../../flow/support/compare'
import { logDensities } from '../../flow/support/runs'
import { deepModel, draw, realNvp, subjectOf, type Model } from './subjects'

/** log p in natural units, in float64. */
function expected(model: Model, points: Float64Array): Float64Array {
  const { units } = subjectOf(model)
  return logDensities(model.flow, model.theta, units.toFlow(points)).map((value) => value - units.logVolume)
}

const slice: Extract<View, { kind: 'density' }> = {
  kind: 'density',
  id: 'd',
  bounds: [-2, 3, -1, 1],
  resolution: 9,
  plane: { axes: [2, 0], through: [0.3, -0.4, 0.2] },
}

describe('pictures on a grid', () => {
  it('put x first, then y, and their nodes at the ends', () => {
    const grid = product([nodes(0, 1, 2), nodes(0, 20, 3)])
    expect([...grid]).toEqual([0, 0, 1, 0, 0, 10, 1, 10, 0, 20, 1, 20])
  })

  it('of a plane are log p there', async () => {
    const { logDensity } = await draw({ ...slice, plane: undefined }, subjectOf(realNvp), realNvp)
    expectClose(logDensity, expected(realNvp, product([nodes(-2, 3, 9), nodes(-1, 1, 9)])), 1e-4)
  })

  it('of space are log p there, x fastest', async () => {
    const bounds = [-2, 3, -3, 1, -2, 0] as [number, number, number, number, number, number]
    const frame = await draw({ kind: 'volume', id: 'v', bounds, resolution: 9 }, subjectOf(deepModel), deepModel)
    const grid = product([nodes(-2, 3, 9), nodes(-3, 1, 9), nodes(-2, 0, 9)])
    expectClose(frame.logDensity, expected(deepModel, grid), 1e-4)
  })

  it('of a plane through a point hold the other coordinates', async () => {
    const { logDensity } = await draw(slice, subjectOf(deepModel), deepModel)
    const points = Array.from(nodes(-1, 1, 9)).flatMap((y) => Array.from(nodes(-2, 3, 9)).flatMap((x) => [y, -0.4, x]))
    expectClose(logDensity, expected(deepModel, Float64Array.from(points)), 1e-4)
  })

  it('are drawn only of what has them', () => {
    const volume: View = { kind: 'volume', id: 'v', bounds: [0, 1, 0, 1, 0, 1], resolution: 8 }
    const fits = (view: View, model: Model) => kindOf(view).fits(view, subjectOf(model))
    expect([fits(volume, deepModel), fits(volume, realNvp)]).toEqual([true, false])
    expect([fits(slice, deepModel), fits(slice, realNvp)]).toEqual([true, false])
    expect(fits({ ...slice, plane: { axes: [1, 1], through: [0, 0, 0] } }, deepModel)).toBe(false)
    expect(fits({ ...slice, plane: { axes: [0, 3], through: [0, 0, 0] } }, deepModel)).toBe(false)
    expect(fits({ ...slice, plane: undefined }, deepModel)).toBe(false)
  })
})
