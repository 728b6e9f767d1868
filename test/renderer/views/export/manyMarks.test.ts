// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import type { CanvasInks } from '../../../../src/renderer/use/useTheme'
import { colourMap } from '../../../../src/renderer/views/colourMaps/maps'
import { cornerCells } from '../../../../src/renderer/views/corner/layout'
import { cornerMarks, type CornerPicture } from '../../../../src/renderer/views/export/cornerMarks'
import type { GroupMark, Mark, PathMark } from '../../../../src/renderer/views/export/marks'
import { parallelMarks, type ParallelPicture } from '../../../../src/renderer/views/export/parallelMarks'

const inks = {
  text: [0, 0, 0], panel: [1, 1, 1], x: [1, 0.5, 0], xInk: [0.6, 0.3, 0], z: [0, 0, 1],
} as unknown as CanvasInks // prettier-ignore

const isPath = (mark: Mark): mark is PathMark => mark.kind === 'path'
const pathsOf = (marks: readonly Mark[], name: string): readonly PathMark[] =>
  marks.filter(isPath).filter((mark) => mark.name === name)
/** Where the outlines of a path begin. */
const starts = ({ d }: PathMark): readonly (readonly number[])[] =>
  [...d.matchAll(/M(\S+) ([^A-Z]+)/g)].map(([, x, y]) => [Number(x), Number(y)])

describe('the marks of a corner plot', () => {
  const cells = cornerCells(2, { width: 400, height: 300 })
  const picture: CornerPicture = {
    cells,
    ranges: [{ min: 0, max: 10 }, { min: -1, max: 1 }], // prettier-ignore
    marks: [null, { kind: 'points', points: Float32Array.of(0.5, 0.25) }, null],
    dataMarginals: [new Float64Array(28).fill(0.1), new Float64Array(28).fill(0.5)],
    modelMarginals: [],
    model: new Float32Array(0),
    marked: Float32Array.of(2, 0, 5, -0.5),
    showData: true,
    showModel: false,
    map: colourMap('viridis'),
  }
  const groups = cornerMarks(picture, inks) as readonly GroupMark[]
  const [own, pair] = groups
  const { width, height } = cells[0]!

  it('stand in their cells, cut to them', () => {
    expect(groups.map(({ matrix }) => matrix.slice(4))).toEqual(cells.map(({ left, top }) => [left, top]))
    for (const { clip } of groups) expect(clip).toEqual({ width, height })
  })

  it('have the data, and the selected rows as discs at their places, y upwards', () => {
    const [data] = pathsOf(pair!.marks, 'data')
    const radius = Math.min(2.2, Math.max(0.9, Math.min(width, height) / 45))
    expect(starts(data!)[0]![0]).toBeCloseTo(0.5 * width + radius, 1)
    expect(starts(data!)[0]![1]).toBeCloseTo(0.75 * height, 1)
    const [selected] = pathsOf(pair!.marks, 'selected')
    const discs = starts(selected!)
    expect(discs).toHaveLength(2)
    expect(discs[1]![0]! - discs[0]![0]!).toBeCloseTo(0.3 * width, 1)
    expect(discs[1]![1]! - discs[0]![1]!).toBeCloseTo(0.25 * height, 1)
  })

  it('fade the data where rows are selected', () => {
    const alpha = (marked: Float32Array): number => {
      const [, other] = cornerMarks({ ...picture, marked }, inks) as readonly GroupMark[]
      return pathsOf(other!.marks, 'data')[0]!.stroke!.ink[3]
    }
    expect(alpha(picture.marked)).toBeLessThan(0.6 * alpha(new Float32Array(0)))
  })

  it('tick the selected rows under each axis’s own distribution', () => {
    const [ticks] = pathsOf(own!.marks, 'selected')
    expect(starts(ticks!).map(([x]) => x! / width)).toEqual([expect.closeTo(0.2, 3), expect.closeTo(0.5, 3)])
  })
})

describe('the marks of parallel coordinates', () => {
  const picture: ParallelPicture = {
    dims: 3,
    height: 200,
    order: [2, 0],
    at: [0, 90],
    ranges: [{ min: 0, max: 4 }, { min: 0, max: 1 }], // prettier-ignore
    brushed: { data: true, model: false },
    data: { points: Float32Array.of(0.25, 9, 3, 1, 9, 0), marked: Uint8Array.of(1, 0) },
    model: { points: Float32Array.of(0.5, 9, 2), marked: Uint8Array.of(1) },
    draws: Float32Array.of(0, 9, 4),
  }
  const marks = parallelMarks(picture, inks)

  it('run from axis to axis in the order shown, the largest value on top', () => {
    expect(pathsOf(marks, 'data').map(({ d }) => d)).toEqual(['M0 200L90 0', 'M0 50L90 150'])
    expect(pathsOf(marks, 'model').map(({ d }) => d)).toEqual(['M0 100L90 100'])
  })

  it('dash the model, and put what is brushed in front, bolder', () => {
    expect(marks.findLastIndex((mark) => isPath(mark) && mark.name === 'model')).toBe(0)
    expect(pathsOf(marks, 'model')[0]!.stroke!.dash).toEqual([6, 3])
    const [faint, bold] = pathsOf(marks, 'data').map(({ stroke }) => stroke!)
    expect(bold!.ink[3]).toBeGreaterThan(5 * faint!.ink[3])
    expect(bold!.width).toBeGreaterThan(faint!.width)
  })

  it('show selected draws from the base over all else', () => {
    const last = marks.at(-1)!
    expect(last).toMatchObject({ name: 'selected', d: 'M0 0L90 200' })
    expect(pathsOf(marks, 'selected')).toEqual([last])
  })

  it('leave rows out evenly where there are too many', () => {
    const points = Float32Array.from({ length: 3 * 1000 }, (_, i) => (i % 3 === 2 ? i / 750 : 0))
    const many = { ...picture, data: { points, marked: new Uint8Array(1000) } }
    const lines = pathsOf(parallelMarks(many, inks), 'data')
    expect(lines).toHaveLength(300)
    const tops = lines.map(({ d }) => Number(/M0 (\S+?)L/.exec(d)![1]))
    expect(Math.max(...tops.slice(1).map((top, i) => tops[i]! - top))).toBeLessThan(1)
  })
})
