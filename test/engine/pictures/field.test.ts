import { describe, expect, it } from 'vitest'
import { middles, nodes, product } from '@shared/engine/pictures/grids'
import type { View } from '@shared/rpc/protocol'
import { expectClose, logAbsDeterminant } from '../../flow/support/compare'
import { directions, flowOf, jacobians, run, type Direction } from '../../flow/support/runs'
import { explodingBlock } from '../../learn/tinyFlow'
import { affineModel, draw, part, realNvp, rotationModel, splineStack, subjectOf, type Model } from './subjects'

type FieldView = Extract<View, { kind: 'field' }>

const view = (changes: Partial<FieldView>): FieldView => ({
  kind: 'field',
  id: 'f',
  direction: 'forward',
  bounds: [-3, 4, -1.5, 1],
  resolution: 12,
  node: null,
  cumulative: false,
  glyphs: 5,
  ...changes,
})

/** The blocks met before those shown, and those shown, each in order from z to x. */
function parts({ flow }: Model, { node, cumulative, direction }: FieldView): [[number, number], [number, number]] {
  const count = flow.bijectors.length
  if (node === null) return [[0, 0], [0, count]] // prettier-ignore
  const at = flow.bijectors.findIndex(({ id }) => id === node)
  const met: [number, number] = direction === 'forward' ? [0, at] : [at + 1, count]
  const upTo: [number, number] = direction === 'forward' ? [0, at + 1] : [at, count]
  return cumulative ? [[0, 0], upTo] : [met, [at, at + 1]] // prettier-ignore
}

/** The Jacobians of what a view shows, at points in natural units, by derivatives in float64. */
function expectedJacobians(model: Model, shown: FieldView, points: Float64Array): number[][][] {
  const { direction } = shown
  const [before, own] = parts(model, shown).map(([from, to]) => part(model, from, to))
  const rows = subjectOf(model).units.toFlow(points)
  const reached = Float64Array.from(run(before.flow, before.theta, direction, rows).value)
  return jacobians(own.flow, own.theta, direction, reached)
}

const models = { affine: affineModel, rotation: rotationModel, RealNVP: realNvp, spline: splineStack }
const cases = Object.entries(models).flatMap(([name, model]) =>
  directions.flatMap((direction): [string, Model, FieldView][] => [
    [`${name}, ${direction}, whole`, model, view({ direction })],
    ...model.flow.bijectors.flatMap(({ id: node }) =>
      [false, true].map((cumulative): [string, Model, FieldView] => [
        `${name}, ${direction}, ${cumulative ? 'up to' : 'only'} ${node}`,
        model,
        view({ direction, node, cumulative }),
      ]),
    ),
  ]),
)

describe('the Jacobian field', () => {
  it.each(cases)('is that of automatic derivatives: %s', async (_, model, shown) => {
    const { resolution, glyphs, bounds } = shown
    const [x0, x1, y0, y1] = bounds
    const frame = await draw(shown, subjectOf(model), model)
    const grid = product([nodes(x0, x1, resolution), nodes(y0, y1, resolution)])
    expectClose(frame.logDet, expectedJacobians(model, shown, grid).map(logAbsDeterminant), 1e-4)
    const lattice = product([middles(x0, x1, glyphs), middles(y0, y1, glyphs)])
    expectClose(frame.jacobians, expectedJacobians(model, shown, lattice).flat(2), 1e-4)
    expect(frame.nonFinite).toEqual([])
  })

  it.each<[Direction, number]>([
    ['forward', 1],
    ['inverse', -1],
  ])('of an affine map is the sum of its log-scales, %s', async (direction, sign) => {
    const { logDet, jacobians } = await draw(view({ direction, glyphs: 1 }), subjectOf(affineModel), affineModel)
    expectClose(logDet, Array(144).fill(-0.5 * sign) as number[], 1e-6)
    expectClose(jacobians, [Math.exp(0.4 * sign), 0, 0, Math.exp(-0.9 * sign)], 1e-6)
  })

  it('of a rotation is 0 everywhere, and its Jacobian is the turn', async () => {
    const { logDet, jacobians } = await draw(view({ glyphs: 1 }), subjectOf(rotationModel), rotationModel)
    expectClose(logDet, Array(144).fill(0) as number[], 1e-6)
    expectClose(jacobians, [Math.cos(0.6), -Math.sin(0.6), Math.sin(0.6), Math.cos(0.6)], 1e-6)
  })

  it('counts where it is no number, by the block that is to blame', async () => {
    const [affine] = affineModel.flow.bijectors
    const flow = flowOf(2, [affine.of, explodingBlock(), affine.of])
    const model = { flow, theta: Float64Array.of(0, 0, 0, 0, 0, 0, 0, 0) }
    const shown = view({ direction: 'inverse', bounds: [-3, 4, -1.5, 0.4], resolution: 11 })
    const { nonFinite } = await draw(shown, subjectOf(model), model)
    // x → z overflows in the second block where e^{100 u} does, for either coordinate u
    const places = subjectOf(model).units.toFlow(product([nodes(-3, 4, 11), nodes(-1.5, 0.4, 11)]))
    const limit = Math.log(3.4028234663852886e38) / 100
    const broken = Array.from({ length: 121 }, (_, i) => Math.max(places[2 * i], places[2 * i + 1]) > limit)
    expect(broken).toContain(false)
    expect(nonFinite).toEqual([{ node: 'block1', count: broken.filter(Boolean).length }])
    const before = await draw(view({ direction: 'inverse', node: 'block2' }), subjectOf(model), model)
    expect(before.nonFinite).toEqual([])
    // what a block met before has spoilt is its own fault, though only the last is shown
    const after = await draw({ ...shown, node: 'block0' }, subjectOf(model), model)
    expect(after.nonFinite).toEqual(nonFinite)
  })

  it('counts where only an image overflows, and not where merely the sum of its coordinates would', async () => {
    const [affine] = affineModel.flow.bijectors
    const model = {
      flow: flowOf(2, [affine.of, affine.of]),
      theta: Float64Array.of(88, 88, 0, 0, 4, 4, 0, 0), // e^88 is half of float32's greatest
    }
    // u from 1.4 to 1.6 along both axes
    const shown = view({ bounds: [3.3, 3.7, 0.2, 0.3], resolution: 11 })
    const whole = await draw(shown, subjectOf(model), model)
    expect(whole.nonFinite).toEqual([{ node: 'block1', count: 121 }])
    expectClose(whole.logDet, Array(121).fill(184) as number[], 1e-6)
    const first = await draw({ ...shown, node: 'block0' }, subjectOf(model), model)
    expect(first.nonFinite).toEqual([])
  })
})
