import { describe, expect, it } from 'vitest'
import { pointsOfBrightness, type Pixels } from '../../../src/renderer/panels/data/draw/brightness'

/** RGBA of grey levels, row by row from the top. */
const greys = (width: number, levels: readonly number[]): Pixels => ({
  data: Uint8ClampedArray.from(levels.flatMap((level) => [level, level, level, 255])),
  width,
  height: levels.length / width,
})

describe('the points of an image', () => {
  it('lie on its bright parts, or on its dark ones, the right way up', () => {
    const image = greys(2, [255, 0, 0, 0]) // bright at the top left
    const bright = pointsOfBrightness(image, 'bright', 500, 1)
    expect(bright).toHaveLength(500)
    expect(bright.every(({ x, y }) => x >= -3 && x <= 0 && y >= 0 && y <= 3)).toBe(true)
    const dark = pointsOfBrightness(image, 'dark', 500, 1)
    expect(dark.every(({ x, y }) => x >= 0 || y <= 0)).toBe(true)
  })

  it('are as dense as the image is bright', () => {
    const points = pointsOfBrightness(greys(2, [255, 188]), 'bright', 20_000, 2) // 188 is half the light of 255
    const left = points.filter(({ x }) => x < 0).length / points.length
    expect(Math.abs(left - 2 / 3)).toBeLessThan(0.02)
    expect(points.every(({ y }) => Math.abs(y) <= 1.5)).toBe(true)
  })

  it('are none where there is nothing of what is asked for, and the same for the same seed', () => {
    expect(pointsOfBrightness(greys(1, [0, 0]), 'bright', 10, 1)).toEqual([])
    const image = greys(2, [9, 90, 200, 30])
    expect(pointsOfBrightness(image, 'dark', 50, 3)).toEqual(pointsOfBrightness(image, 'dark', 50, 3))
  })
})
