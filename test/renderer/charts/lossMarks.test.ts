import { describe, expect, it } from 'vitest'
import { apart, thinned } from '../../../src/renderer/charts/apart'
import type { LossColumns } from '../../../src/renderer/charts/lossData'
import { lossMarks } from '../../../src/renderer/charts/lossMarks'
import { svgOf } from '../../../src/renderer/views/export/markSvg'

const grey = [0.5, 0.5, 0.5] as const
const inks = { text: grey, dim: grey, hairline: grey, panel: grey, z: grey, x: grey, xInk: grey, good: grey }
const columns: LossColumns = [
  [0, 50, 100],
  [3, 2, 1],
  [3, 2, 1],
  [null, 2.1, 1.1],
  [null, null, null],
]

describe('the loss chart as a file', () => {
  const chart = svgOf(lossMarks(columns, { least: 0.5, end: 200 }, inks, { width: 500, height: 160 }), { width: 500, height: 160, title: 'Loss' }) // prettier-ignore

  it('has the run’s curves, half of the axis wide when half of the run is done', () => {
    const train = /class="train" d="([^"]+)"/.exec(chart)![1]!
    const across = [...train.matchAll(/[ML](\S+) /g)].map(([, x]) => Number(x))
    const room = 500 - 48 - 90
    expect(across).toEqual([0, room / 4, room / 2])
  })

  it('names its curves where they end, and the entropy of the data as the best there can be', () => {
    for (const text of ['train', 'validation', 'best possible', '200']) expect(chart).toContain(`>${text}</text>`)
    expect(chart).toMatch(/class="best-possible"[^>]*stroke-dasharray="6 4"/)
  })

  it('has an axis of its own for a training loss of another kind', () => {
    const ownAxes: LossColumns = [[0, 50, 100], [30, 20, 10], [30, 20, 10], [null, 2.1, 1.1], [null, null, null]] // prettier-ignore
    const both = svgOf(lossMarks(ownAxes, { least: 0.5, end: 200, ownAxes: true }, inks, { width: 500, height: 160 }), { width: 500, height: 160, title: 'Loss' }) // prettier-ignore
    for (const text of ['20', '30', '2.0']) expect(both).toContain(`>${text}</text>`) // on the right, and on the left
    const ends = (name: string) => [...new RegExp(`class="${name}" d="([^"]+)"`).exec(both)![1]!.matchAll(/ (\S+?)(?=[LM]|$)/g)].map(([, y]) => Number(y)) // prettier-ignore
    for (const y of [...ends('smoothed'), ...ends('validation')]) {
      expect(y).toBeGreaterThan(0)
      expect(y).toBeLessThan(128)
    }
  })

  it('has an earlier run’s validation dashed, by its name, and room for it', () => {
    const with5: LossColumns = [columns[0], columns[1], columns[2], columns[3], [null, 9, 5]]
    const both = svgOf(lossMarks(with5, { least: 0.5, end: 200, compared: 'run 2' }, inks, { width: 500, height: 160 }), { width: 500, height: 160, title: 'Loss' }) // prettier-ignore
    expect(both).toMatch(/class="compared" d="M[^"]+L[^"]+"[^>]*stroke-dasharray="5 3"/)
    expect(both).toContain('>run 2</text>')
    expect(both).toContain('>8</text>') // on the axis
    expect(chart).not.toContain('>run 2</text>')
  })
})

describe('names beside a chart', () => {
  it('stay where they are when they have the room', () => {
    expect(apart([10, 40, 90], 13, 5, 100)).toEqual([10, 40, 90])
  })

  it('move apart, and stay between top and bottom', () => {
    expect(apart([0, 1, 2], 13, 5, 100)).toEqual([5, 18, 31])
    expect(apart([97, 98, 99], 13, 5, 100)).toEqual([74, 87, 100])
  })
})

describe('marks along an axis', () => {
  it('keep the lowest, and each above that is far enough from the last kept', () => {
    const at = (...heights: number[]) => thinned(heights.map((y) => ({ y })), 12).map(({ y }) => y) // prettier-ignore
    expect(at(20, 100, 95, 88, 100)).toEqual([100, 88, 20])
    expect(at(100, 89, 78)).toEqual([100, 78])
    expect(at()).toEqual([])
  })
})
