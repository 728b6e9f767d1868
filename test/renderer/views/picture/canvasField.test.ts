import { describe, expect, it } from 'vitest'
import { signedMap } from '../../../../src/renderer/views/colourMaps/maps'
import { CanvasField } from '../../../../src/renderer/views/picture/CanvasField'
import type { Stretch } from '../../../../src/renderer/views/field/glyphs'
import { HATCH } from '../../../../src/renderer/views/picture/colourTable'
import { pixelAt, recordingCanvas, withImages } from './image'

withImages()

const SIDE = 60
/** Falls from 1 at the left to −1 at the right of what is seen. */
const falling = {
  bounds: [0, SIDE, 0, SIDE] as const,
  resolution: 4,
  values: Float32Array.from({ length: 16 }, (_, k) => 1 - (2 / 3) * (k % 4)),
}
const shading = { map: signedMap, range: { low: -1, high: 1 }, signed: true, lines: [0.5] }

function drawn(of: Partial<typeof shading> | null, places: readonly Stretch[] = []): ImageData {
  const { canvas, put } = recordingCanvas()
  const field = new CanvasField(canvas)
  field.resize(SIDE, SIDE)
  field.setBounds([0, SIDE, 0, SIDE])
  field.setShading({ ...shading, ...of })
  field.setField(of === null ? null : falling)
  field.setGlyphs({ places, spacing: [SIDE / 2, SIDE / 2], scale: [1, 1] })
  field.draw()
  return put()
}
const light = (image: ImageData, x: number, y = 20): number => pixelAt(image, x, y).reduce((a, b) => a + b)

describe('a field by the processor', () => {
  it('has a heavy line in a seam at zero and thin ones where they are asked for', () => {
    const image = drawn({})
    const bare = drawn({ signed: false, lines: [] })
    expect(light(image, 30)).toBeLessThan(0.5 * light(bare, 30))
    // The value 0.5 is a quarter of the way.
    expect(light(image, 15)).toBeLessThan(light(bare, 15) - 20)
    expect(light(image, 10)).toBe(light(bare, 10))
    // Where colours are dark on both sides.
    const range = { low: -0.05, high: 0.05 }
    const [dark, darkBare] = [drawn({ range }), drawn({ range, signed: false, lines: [] })]
    for (const x of [28, 31]) expect(light(dark, x)).toBeGreaterThan(light(darkBare, x) + 100)
  })

  it('is hatched on the negative side alone, and not at all without a sign', () => {
    const [image, unsigned] = [drawn({ lines: [] }), drawn({ signed: false, lines: [] })]
    const hatchedPixels = (from: number, to: number): number => {
      let count = 0
      for (let x = from; x < to; x++) if (light(image, x) !== light(unsigned, x)) count++
      return count
    }
    expect(hatchedPixels(0, 27)).toBe(0)
    expect(hatchedPixels(34, 34 + 3 * HATCH)).toBe(3)
  })

  it('has an ellipse with its longer axis where circles become one, and a cross where they do not', () => {
    const bare = drawn({ signed: false, lines: [] })
    const radius = SIDE / 2 / 4.2
    const at = { x: 30, y: 30, angle: 0 }
    const changed = (of: Partial<Stretch>): ((x: number, y: number) => boolean) => {
      const image = drawn({ signed: false, lines: [] }, [{ ...at, major: 1, minor: 1, kind: 'plain', ...of }])
      return (x, y) =>
        light(image, Math.floor(30 + x), Math.floor(30 + y)) !== light(bare, Math.floor(30 + x), Math.floor(30 + y))
    }
    const circle = changed({})
    expect([circle(radius, 0), circle(0, radius), circle(0, 0), circle(radius / 2, 0)]).toEqual([true, true, false, false]) // prettier-ignore
    // ×10 is two radii, ×0.1 is a tenth of one; the picture's second axis points up, so a quarter turn is upright.
    const upright = changed({ major: 10, minor: 0.1, angle: Math.PI / 2 })
    expect([upright(0, 2 * radius - 0.5), upright(0, radius), upright(0, 0)]).toEqual([true, true, true])
    expect([upright(radius, 0), upright(0, 2 * radius + 3)]).toEqual([false, false])
    for (const kind of ['singular', 'broken'] as const) {
      const cross = changed({ kind, major: NaN, minor: NaN })
      expect([cross(2, 2), cross(-2, 2), cross(0, 0), cross(radius, 0)]).toEqual([true, true, true, false])
    }
  })

  it('leaves nothing when it is gone', () => {
    expect(drawn(null).data.every((byte) => byte === 0)).toBe(true)
  })
})
