import { describe, expect, it } from 'vitest'
import { colourMap } from '../../../src/renderer/views/colourMaps/maps'
import { paintValues } from '../../../src/renderer/views/picture/heatImage'

const map = colourMap('cividis')
const pixel = (image: ImageData, i: number): number[] => [...image.data.subarray(4 * i, 4 * i + 4)]
const entry = (i: number): number[] => [...map.rgba.subarray(4 * i, 4 * i + 4)]
const imageOf = (n: number): ImageData => ({ width: n, height: n, data: new Uint8ClampedArray(4 * n * n) }) as ImageData

describe('the heat image', () => {
  it('has the top row first, and the ends of the map at the ends of the range and beyond', () => {
    const image = imageOf(2)
    const values = Float32Array.from([Math.log(0.502), -Infinity, Math.log(1), Math.log(3)])
    const holes = paintValues(image, values, map, { low: 0, high: 1 }, true)
    expect(holes).toBe(false)
    expect([0, 1, 2, 3].map((i) => pixel(image, i))).toEqual([entry(255), entry(255), entry(128), entry(0)])
  })

  it('leaves clear what is no number, and says so', () => {
    const image = imageOf(2)
    const holes = paintValues(image, Float32Array.from([-9, NaN, 0, -4.5]), map, { low: -9, high: 0 })
    expect(holes).toBe(true)
    expect(pixel(image, 3)).toEqual([0, 0, 0, 0])
    expect(pixel(image, 2)).toEqual(entry(0))
    expect(pixel(image, 0)).toEqual(entry(255))
  })
})
