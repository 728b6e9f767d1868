import { describe, expect, it } from 'vitest'
import type { Bounds } from '../../../../src/renderer/views/bounds'
import { colourMap } from '../../../../src/renderer/views/colourMaps/maps'
import { colourTable, HATCH, hatched, type ColourTable } from '../../../../src/renderer/views/picture/colourTable'
import { placeGrid } from '../../../../src/renderer/views/picture/gridPlace'
import { HeatPixels } from '../../../../src/renderer/views/picture/heatPixels'
import { imageOf, pixelAt } from './image'

const map = colourMap('cividis')
const entry = (i: number): number[] => [...map.rgba.subarray(4 * i, 4 * i + 4)]
const unit: Bounds = [0, 1, 0, 1]

/** Values of a square grid over the unit square, the lowest row first, painted as `shown` of the plane. */
function painted(values: readonly number[], side: number, table: ColourTable, shown = unit): ImageData {
  const image = imageOf(side, side)
  const grid = { bounds: unit, resolution: Math.sqrt(values.length), values: Float32Array.from(values) }
  new HeatPixels().paint(image, grid, placeGrid(grid, shown, image), table)
  return image
}
const linear = (high: number): ColourTable => colourTable(map, { low: 0, high }, false)

describe('a grid as pixels', () => {
  it('is interpolated at the middles of pixels, its lowest row at the bottom', () => {
    // x + 2 y over the square.
    const image = painted([0, 1, 2, 3], 16, linear(3))
    for (const [x, y] of [[0, 0], [15, 0], [3, 12], [8, 5]]) {
      const value = (x + 0.5) / 16 + 2 * (1 - (y + 0.5) / 16)
      expect(pixelAt(image, x, y)).toEqual(entry(Math.round((255 * value) / 3)))
    } // prettier-ignore
  })

  it('is the same across the borders of cells', () => {
    const plane = Array.from({ length: 25 }, (_, k) => (k % 5) / 4)
    const [fine, coarse] = [plane, [0, 1, 0, 1]].map((values) => painted(values, 37, linear(1)).data)
    expect(Math.max(...fine.map((byte, i) => Math.abs(byte - coarse[i])))).toBeLessThanOrEqual(2)
  })

  it('takes the colour of p half way between nodes from the middle of log p', () => {
    const table = colourTable(map, { low: 0, high: 1 }, true)
    const [low, high] = [Math.log(0.25), Math.log(1)]
    expect(pixelAt(painted([low, high, low, high], 9, table), 4, 4)).toEqual(entry(Math.round(255 * 0.5)))
  })

  it('has the ends of the map at the ends of the range and beyond, and the lowest at no density', () => {
    const values = [-Infinity, -Infinity, -Infinity, 5, 5, 5, 5, 5, 5]
    for (const exponential of [false, true]) {
      const image = painted(values, 8, colourTable(map, { low: 0, high: 1 }, exponential))
      expect(pixelAt(image, 2, 7)).toEqual(entry(0))
      expect(pixelAt(image, 2, 0)).toEqual(entry(255))
    }
    const nothing = painted(
      [-Infinity, -Infinity, -Infinity, -Infinity],
      4,
      colourTable(map, { low: 0, high: 1 }, true),
    )
    expect(pixelAt(nothing, 1, 1)).toEqual(entry(0))
  })

  it('draws checks on every cell with a corner that is no number, and on no other', () => {
    const values = Array.from({ length: 16 }, (_, k) => (k === 15 ? NaN : 1))
    const image = painted(values, 36, linear(1))
    // The upper right one of three by three cells.
    expect([pixelAt(image, 24, 0), pixelAt(image, 30, 0), pixelAt(image, 30, 6)]).toEqual([
      [140, 140, 140, 255],
      [89, 89, 89, 255],
      [140, 140, 140, 255],
    ])
    for (const [x, y] of [[23, 0], [35, 12], [0, 35]]) expect(pixelAt(image, x, y)).toEqual(entry(255)) // prettier-ignore
  })

  it('leaves clear what is beyond the grid, also where there was a picture before', () => {
    const image = imageOf(20, 20)
    image.data.fill(200)
    const grid = { bounds: unit, resolution: 2, values: new Float32Array(4) }
    new HeatPixels().paint(image, grid, placeGrid(grid, [-0.5, 1.5, -0.5, 1.5], image), linear(1))
    for (let y = 0; y < 20; y++) {
      for (let x = 0; x < 20; x++) {
        const inside = x >= 5 && x < 15 && y >= 5 && y < 15
        expect(pixelAt(image, x, y)).toEqual(inside ? entry(0) : [0, 0, 0, 0])
      }
    }
  })

  it('shows a part of the grid larger where one looks closer', () => {
    const image = painted([0, 1, 0, 1], 10, linear(1), [0.4, 0.6, 0.4, 0.6])
    expect(pixelAt(image, 0, 5)).toEqual(entry(Math.round(255 * 0.41)))
    expect(pixelAt(image, 9, 5)).toEqual(entry(Math.round(255 * 0.59)))
  })

  it('is hatched by one diagonal in so many pixels where values are negative', () => {
    const plain = colourTable(map, { low: -1, high: 1 }, false)
    const [image, without] = [hatched(plain), plain].map((table) => painted([-1, 1, -1, 1], 42, table))
    const light = (of: ImageData, x: number, y: number): number => pixelAt(of, x, y).reduce((a, b) => a + b)
    const darker = (x: number, y: number): boolean => light(image, x, y) < light(without, x, y) - 15
    for (let y = 0; y < 42; y++) {
      for (let x = 0; x < 42; x++) {
        if (x >= 21) expect(pixelAt(image, x, y)).toEqual(pixelAt(without, x, y))
        else if ((x + y + 1) % HATCH === 0) expect(darker(x, y)).toBe(true)
        else if ((x + y + 1) % HATCH === 3) expect(pixelAt(image, x, y)).toEqual(pixelAt(without, x, y))
      }
    }
  })
})
