import { describe, expect, it } from 'vitest'
import type { Bounds } from '../../../../src/renderer/views/bounds'
import type { Cloud } from '../../../../src/renderer/views/picture/planePicture'
import { markPen, paintMarks } from '../../../../src/renderer/views/picture/markPixels'
import { ShapePixels } from '../../../../src/renderer/views/picture/ShapePixels'
import { greyImage, imageOf, pixelAt } from './image'

// The plane's units are pixels, y upwards.
const [W, H] = [40, 30]
const bounds: Bounds = [0, W, 0, H]

function marked(cloud: Cloud, points: readonly number[], on = greyImage(W, H, 100), light = 1): ImageData {
  const shapes = new ShapePixels()
  shapes.resize(W, H)
  paintMarks(on, shapes, cloud, Float32Array.from(points), bounds, markPen(cloud, [1, 1, 1], [0, 0, 0], light))
  return on
}
const grey = (image: ImageData, x: number, y: number): number => pixelAt(image, x, y)[0]

describe('marks of points as pixels', () => {
  it('are filled diamonds for the model, hollow circles for data and discs for what is marked, all in a halo', () => {
    const at = [20.5, 14.5] as const
    const images = (['model', 'data', 'marked'] as const).map((cloud) => marked(cloud, at))
    const [diamond, circle, disc] = images
    expect(grey(diamond, 20, 15)).toBeGreaterThan(220)
    expect(grey(disc, 20, 15)).toBe(255)
    expect(grey(circle, 20, 15)).toBe(100)
    expect(grey(circle, 23, 15)).toBeGreaterThan(200)
    // A diamond reaches as far as a disc along the axes, and less far between them.
    expect(grey(diamond, 23, 15)).toBeGreaterThan(100)
    expect(grey(diamond, 22, 17)).toBeLessThan(grey(disc, 22, 17))
    for (const image of images) expect(Math.min(...image.data)).toBeLessThan(90)
  })

  it('lie where the points are, y upwards', () => {
    const image = marked('model', [10.5, 4.5])
    expect(grey(image, 10, H - 5)).toBeGreaterThan(220)
    expect(grey(image, 10, 4)).toBe(100)
  })

  it('are cut at the borders, and nothing is left of what lies beyond or is no number', () => {
    const cut = marked('marked', [0.5, 14.5, 20, H])
    expect([grey(cut, 0, 15), grey(cut, 2, 15), grey(cut, 20, 0)]).toEqual([255, 255, 255])
    expect(grey(cut, W - 1, 14)).toBe(100)
    const beyond = marked('marked', [-9, 5, 500, 5, 5, -100, NaN, 4, 6, Infinity])
    expect(beyond.data).toEqual(greyImage(W, H, 100).data)
  })

  it('keep their colour over nothing, with the opacity that is theirs', () => {
    const image = marked('marked', [20.5, 14.5], imageOf(W, H), 0.45)
    expect(pixelAt(image, 20, 15)).toEqual([255, 255, 255, Math.round(255 * 0.45)])
    expect(pixelAt(image, 0, 0)).toEqual([0, 0, 0, 0])
    marked('marked', [20.5, 14.5], image)
    expect(pixelAt(image, 20, 15)).toEqual([255, 255, 255, 255])
  })

  it('are one shape with what they lie on, but for those that are marked', () => {
    const darkest = (cloud: Cloud, points: readonly number[]): number => {
      const image = marked(cloud, points)
      return Math.min(...[18, 19, 20, 21, 22, 23].map((x) => grey(image, x, 15)))
    }
    // On the second mark the halo of the first would be seen, and the other way round.
    expect(darkest('model', [20.5, 14.5, 22.5, 14.5])).toBeGreaterThan(220)
    expect(darkest('marked', [18.5, 14.5, 23.5, 14.5])).toBeLessThan(130)
    const [once, often] = [
      [20.5, 14.5],
      [20.5, 14.5, 20.5, 14.5],
    ].map((points) => marked('data', points))
    expect(often.data).toEqual(once.data)
  })

  it('step back as told', () => {
    const [full, faint] = [1, 0.45].map((light) => grey(marked('marked', [20.5, 14.5], undefined, light), 20, 15))
    expect((faint - 100) / (full - 100)).toBeCloseTo(0.45, 1)
  })
})
