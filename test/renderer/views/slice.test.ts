import { describe, expect, it } from 'vitest'
import type { DensityGrid } from '../../../src/renderer/views/grid'
import {
  conditionalLevels,
  decimalsOf,
  heldColumns,
  lifted,
  meanPoint,
  rowPoint,
} from '../../../src/renderer/views/slice/held'
import { TOP_MASS } from '../../../src/renderer/views/use/useDensityFrames'
import { openedWith } from '../fakeEngine'

const withSpreads = (...spreads: number[]) => {
  const { data } = openedWith(spreads.length)
  return { ...data, columns: data.columns.map((column, i) => ({ ...column, mean: i, sd: spreads[i] })) }
}

describe('what a slice holds', () => {
  it('is the means of the columns, or one row of the data', () => {
    const data = { ...withSpreads(1, 1, 1), preview: Float32Array.of(1, 2, 3, 4, 5, 6) }
    expect(meanPoint(data)).toEqual([0, 1, 2])
    expect(rowPoint(data, 1)).toEqual([4, 5, 6])
  })

  it('is all of a point but its two coordinates in the plane', () => {
    expect(lifted([1, 2, 3, 4], [3, 1], 30, 10)).toEqual([1, 10, 3, 30])
  })

  it('gets sliders for the columns of largest spread outside of the plane, in the order of the table', () => {
    expect(heldColumns(withSpreads(1, 9, 3, 8, 2, 7).columns, [1, 0], 3)).toEqual([2, 3, 5])
  })

  it('is written with as many decimals throughout a column, four digits for its largest value', () => {
    const [column] = withSpreads(1).columns
    const ends = [[-2501, 143], [43.8, 188.5], [0, 0.4268], [0, 0]] // prettier-ignore
    expect(ends.map(([min, max]) => decimalsOf({ ...column, min, max }))).toEqual([0, 1, 4, 0])
  })
})

describe('regions of a slice', () => {
  const side = 121
  /** A normal density of the plane, of which the slice holds `mass`, seen out to `reach`. */
  const sliced = (mass: number, reach = 5): DensityGrid => ({
    step: 0,
    bounds: [-reach, reach, -reach, reach],
    resolution: side,
    logDensity: Float32Array.from({ length: side * side }, (_, i) => {
      const [x, y] = [i % side, Math.floor(i / side)].map((place) => reach * ((2 * place) / (side - 1) - 1))
      return Math.log(mass / (2 * Math.PI)) - (x * x + y * y) / 2
    }),
  })

  it('hold their share of the plane’s own mass, however little of the whole that is', () => {
    const { mass, logDensity } = conditionalLevels(sliced(1e-7), [0.5, 0.95])
    expect(mass / 1e-7).toBeCloseTo(1, 3)
    // The region that holds m of a normal plane ends where the density is (1 − m) of its peak.
    expect(Math.exp(logDensity[0]!) / (1e-7 / (2 * Math.PI))).toBeCloseTo(0.5, 2)
    expect(Math.exp(logDensity[1]!) / (1e-7 / (2 * Math.PI))).toBeCloseTo(0.05, 2)
  })

  it('have the same densities, and so the same top colour, however much of the plane is in view', () => {
    for (const reach of [5, 10]) {
      const { logDensity } = conditionalLevels(sliced(1e-7, reach), [TOP_MASS])
      expect(Math.exp(logDensity[0]!) / (1e-7 / (2 * Math.PI))).toBeCloseTo(1 - TOP_MASS, 1)
    }
  })
})
