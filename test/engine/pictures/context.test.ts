import { describe, expect, it } from 'vitest'
import { fitsSubject } from '@shared/engine/pictures/kinds'
import type { Subject } from '@shared/engine/pictures/picture'
import { joinRows } from '@shared/flow/rows'
import { ContextUnits } from '@shared/learn/context'
import type { ContextColumn } from '@shared/document/model'
import { Random } from '@shared/math/random'
import { blockEntry } from '@shared/catalogue/registry'
import { create, moved, normalRows } from '../../flow/support/blocks'
import { expectClose } from '../../flow/support/compare'
import { flowOf, logDensities, run } from '../../flow/support/runs'
import { draw, subjectOf, type Model } from './subjects'

const columns: readonly ContextColumn[] = [
  { name: 'dose', kind: 'number', mean: 3, scale: 2 },
  { name: 'arm', kind: 'class', classes: ['a', 'b'] },
]
const context = new ContextUnits(columns)
const blocks = ['affine-coupling', 'masked-autoregressive'].map((type) =>
  create(blockEntry(type)!, 2, {}, context.dims),
)
const flow = flowOf(2, blocks, undefined, context.dims)
const model: Model = { flow, theta: moved(flow, 3, 0.4) }

/** Two rows of data, each with a context of its own. */
const preview = Float32Array.of(0.5, 0.25, -1, 1)
const contexts = Float32Array.of(5, 1, 1, 0)
const plain = subjectOf(model, preview)
const subject: Subject = {
  ...plain,
  context,
  opened: { data: { preview, context: { columns: [], preview: contexts, offers: [] } } },
}
const rowsAt = (points: Float64Array, given: readonly number[]) =>
  Float64Array.from(joinRows(flow, subject.units.toFlow(points), context.toFlow(given)))

describe('pictures of a flow that is given a context', () => {
  const bounds: [number, number, number, number] = [-2, 2, -1, 3]

  it('are of the context that they hold, and of the middle where they hold none', async () => {
    for (const given of [[4.5, 1], undefined]) {
      const view = { kind: 'density', id: 'd', bounds, resolution: 8, given } as const
      const { logDensity } = await draw({ ...view, given: given && [...given] }, subject, model)
      const corner = rowsAt(Float64Array.of(-2, -1), given ?? [3, 0])
      const expected = logDensities(flow, model.theta, corner)[0] - subject.units.logVolume
      expect(logDensity[0]).toBeCloseTo(expected, 4)
    }
  })

  it('carry every row of the data with its own context', async () => {
    const { positions } = await draw({ kind: 'layers', id: 'l', points: { from: 'data', count: 2 } }, subject, model)
    const rows = [0, 1].flatMap((i) => [
      ...rowsAt(Float64Array.from(preview.subarray(2 * i, 2 * i + 2)), [...contexts.subarray(2 * i, 2 * i + 2)]),
    ])
    const z = Float64Array.from(run(flow, model.theta, 'inverse', Float64Array.from(rows)).value)
    expectClose(positions.subarray(0, 4), subject.units.toNatural(z), 1e-4)
    const second = { kind: 'layers', id: 'l', points: { from: 'data', count: 1, rows: [1] } } as const
    const one = await draw({ ...second, points: { ...second.points, rows: [1] } }, subject, model)
    expectClose(one.positions.subarray(0, 2), positions.subarray(2, 4), 0)
    expect(fitsSubject({ ...second, points: { ...second.points, rows: [2] } }, subject)).toBe(false)
  })

  it('draw samples with what the data are given, row by row, or all with what is held', async () => {
    const draws = flow.sampleBase(model.theta, new Random(4), 5)
    for (const given of [undefined, [1, 1]]) {
      const { points } = await draw({ kind: 'samples', id: 's', count: 5, seed: 4, given }, subject, model)
      const rows = Array.from({ length: 5 }, (_, i) => {
        const own = given ?? [...contexts.subarray(2 * (i % 2), 2 * (i % 2) + 2)]
        return [...draws.subarray(2 * i, 2 * i + 2), ...context.toFlow(own)]
      })
      const x = Float64Array.from(run(flow, model.theta, 'forward', Float64Array.from(rows.flat())).value)
      expectClose(points, subject.units.toNatural(x), 1e-4)
    }
  })

  it('change every field and path with it', async () => {
    const field = { kind: 'field', id: 'f', direction: 'inverse', bounds, resolution: 8, node: null } as const
    const rows = Float32Array.from(normalRows(3, 2, 1))
    const paths = { kind: 'layers', id: 'l', points: { from: 'given', direction: 'forward', rows } } as const
    const at = async (given: number[]) => [
      ...(await draw({ ...field, cumulative: false, glyphs: 2, given }, subject, model)).logDet,
      ...(await draw({ ...paths, given }, subject, model)).positions.subarray(-6),
    ]
    const [one, other] = [await at([3, 0]), await at([3, 1])]
    one.forEach((value, i) => {
      expect(value).not.toBe(other[i])
    })
  })

  it('are not drawn at a context that does not fit', () => {
    const view = { kind: 'samples', id: 's', count: 5, seed: 4 } as const
    for (const given of [[1], [1, 2], [1, 0.5], [NaN, 0], [1, 0, 0]])
      expect(fitsSubject({ ...view, given }, subject)).toBe(false)
    expect([fitsSubject({ ...view, given: [1, 0] }, subject), fitsSubject(view, subject)]).toEqual([true, true])
    expect(fitsSubject({ ...view, given: [1, 0] }, plain)).toBe(false)
  })
})
