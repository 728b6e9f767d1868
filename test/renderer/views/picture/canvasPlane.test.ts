import { describe, expect, it } from 'vitest'
import { colourMap } from '../../../../src/renderer/views/colourMaps/maps'
import { CanvasPlane } from '../../../../src/renderer/views/picture/CanvasPlane'
import type { Shading } from '../../../../src/renderer/views/picture/planePicture'
import { pixelAt, recordingCanvas, withImages } from './image'

withImages()

const SIDE = 60
const map = colourMap('cividis')
const shading: Shading = { map, scale: 'log', range: { low: -1, high: 1 }, levels: [null, null, null] }
const inks = { data: [1, 0, 0], model: [0, 1, 0], halo: [0, 0, 0] } as const

/** A plane that shows [0, 60]² in as many pixels, and what it puts on its canvas. */
function planeOf(): { plane: CanvasPlane; drawn: () => ImageData; puts: () => number } {
  const { canvas, put, puts } = recordingCanvas()
  const plane = new CanvasPlane(canvas)
  plane.resize(SIDE, SIDE)
  plane.setBounds([0, SIDE, 0, SIDE])
  plane.setInks(inks)
  plane.setShading(shading)
  const drawn = (): ImageData => {
    plane.draw()
    return put()
  }
  return { plane, drawn, puts }
}
const flat = (log: number) => {
  const logDensity = new Float32Array(16).fill(log)
  return { step: 0, bounds: [0, SIDE, 0, SIDE] as const, resolution: 4, logDensity }
}
/** log p falls from the middle, its levels are squares around it. */
const peaked = {
  ...flat(0),
  resolution: 7,
  logDensity: Float32Array.from({ length: 49 }, (_, k) => 3 - Math.hypot((k % 7) - 3, Math.floor(k / 7) - 3)),
}

describe('the plane by the processor', () => {
  it('is put on its canvas as one image', () => {
    const { plane, drawn, puts } = planeOf()
    plane.setGrid(flat(-1))
    const image = drawn()
    expect(puts()).toBe(1)
    expect(pixelAt(image, 30, 30)).toEqual([...map.rgba.subarray(0, 4)])
    plane.setGrid(null)
    expect(pixelAt(drawn(), 30, 30)).toEqual([0, 0, 0, 0])
  })

  it('takes new colours with a new range', () => {
    const { plane, drawn } = planeOf()
    plane.setGrid(flat(0.5))
    plane.setShading({ ...shading, range: { low: -1, high: 0 } })
    expect(pixelAt(drawn(), 30, 30)).toEqual([...map.rgba.subarray(4 * 255)])
  })

  it('has marked points over data, data over model samples, and all over lines', () => {
    const { plane, drawn } = planeOf()
    plane.setGrid(peaked)
    plane.setShading({ ...shading, range: { low: 9, high: 10 }, levels: [0.95, null, null] })
    const line = pixelAt(drawn(), 30, 9)
    expect(Math.min(...line)).toBeGreaterThan(200)
    plane.setPoints('model', Float32Array.from([30, 50.5]))
    expect(pixelAt(drawn(), 30, 9)[1]).toBeGreaterThan(220)
    expect(pixelAt(drawn(), 30, 9)[0]).toBeLessThan(40)
    plane.setPoints('data', Float32Array.from([27.75, 50.5]))
    expect(pixelAt(drawn(), 30, 9)[0]).toBeGreaterThan(200)
    const before = pixelAt(drawn(), 30, 9)[0]
    // Data step back behind what is marked, wherever that is.
    plane.setPoints('marked', Float32Array.from([5, 5]))
    expect(pixelAt(drawn(), 30, 9)[0]).toBeLessThan(0.7 * before)
    plane.setPoints('marked', Float32Array.from([30, 50.5]))
    expect(pixelAt(drawn(), 30, 9)).toEqual([255, 0, 0, 255])
    plane.setPoints('marked', new Float32Array(0))
    expect(pixelAt(drawn(), 30, 9)[0]).toBe(before)
  })

  it('draws lines further out over those within, each fainter', () => {
    const { plane, drawn } = planeOf()
    plane.setGrid(peaked)
    const dark = { ...shading, range: { low: 9, high: 10 } }
    const lightest = (levels: Shading['levels']): number => {
      plane.setShading({ ...dark, levels })
      const image = drawn()
      return Math.max(...Array.from({ length: 30 }, (_, y) => pixelAt(image, 30, y)[0]))
    }
    const alone = [[1], [null, 1], [null, null, 1]].map((levels) => lightest(levels))
    expect(alone[0]).toBeGreaterThan(alone[1])
    expect(alone[1]).toBeGreaterThan(alone[2])
    // The outer one's seam and ink cover the inner one's.
    expect(lightest([1, 1, 1])).toBeLessThan(255)
    expect(lightest([1, 1, 1])).toBeGreaterThanOrEqual(alone[0] - 30)
  })

  it('draws nothing without room', () => {
    const { plane, puts } = planeOf()
    plane.resize(0, 0)
    plane.draw()
    expect(puts()).toBe(0)
  })
})
