import { describe, expect, it } from 'vitest'
import { isolines } from '../../../../src/renderer/views/isolines'
import { addEllipse, addLines, addSegment } from '../../../../src/renderer/views/picture/linePixels'
import { penOf, ShapePixels } from '../../../../src/renderer/views/picture/ShapePixels'
import { greyImage, pixelAt } from './image'

const white = penOf([{ ink: [1, 1, 1], alpha: 1, to: 1 }])
const faint = penOf([{ ink: [1, 1, 1], alpha: 0.5, to: 1 }])
const seamed = penOf([
  { ink: [0, 0, 0], alpha: 1, to: 2.5 },
  { ink: [1, 1, 1], alpha: 1, to: 0.5 },
])
type Segment = readonly [number, number, number, number]

/** What segments leave of white on black, from 0 to 1. */
function drawn(segments: readonly Segment[], pen = white, side = 24): (x: number, y: number) => number {
  const lines = new ShapePixels()
  lines.resize(side, side)
  for (const segment of segments) addSegment(lines, ...segment, pen.reach)
  const image = greyImage(side, side, 0)
  lines.blendOn(image, pen)
  return (x, y) => pixelAt(image, x, y)[0] / 255
}
const near = (value: number): unknown => expect.closeTo(value, 1.5)

describe('lines as pixels', () => {
  it('cover of each pixel what a level line does, as wide as the pen', () => {
    const onMiddle = drawn([[4, 10.5, 20, 10.5]])
    expect([8, 9, 10, 11, 12].map((y) => onMiddle(12, y))).toEqual([0, near(0.5), near(1), near(0.5), 0])
    const onBorder = drawn([[4, 10, 20, 10]])
    expect([8, 9, 10, 11].map((y) => onBorder(12, y))).toEqual([0, near(1), near(1), 0])
    const upright = drawn([[10.25, 4, 10.25, 20]])
    expect([8, 9, 10, 11].map((x) => upright(x, 12))).toEqual([0, near(0.75), near(1), near(0.25)])
  })

  it('cover as much along a diagonal as the line is wide, alike on both of its sides', () => {
    const at = drawn([[2, 2, 22, 22]])
    let sum = 0
    for (let x = 0; x < 24; x++) sum += at(x, 12)
    expect(Math.abs(sum - 2 * Math.SQRT2)).toBeLessThan(0.1)
    for (let x = 6; x < 18; x++) expect(at(x, 23 - x)).toBe(at(23 - x, x))
    expect(at(12, 12)).toBeCloseTo(1, 2)
  })

  it('end round and no further than half their width', () => {
    const at = drawn([[8, 10.5, 16, 10.5]])
    expect([at(5, 10), at(18, 10)]).toEqual([0, 0])
    expect(at(7, 10)).toBeGreaterThan(at(6, 10))
    expect(at(7, 10)).toBeGreaterThan(at(7, 9))
  })

  it('are no lighter where segments meet, overlap or cross', () => {
    const whole = drawn([[3, 9, 21, 15]], faint)
    const parts = drawn([[3, 9, 12, 12], [12, 12, 21, 15], [6, 10, 18, 14]], faint) // prettier-ignore
    for (let y = 0; y < 24; y++) for (let x = 0; x < 24; x++) expect(parts(x, y)).toBeCloseTo(whole(x, y), 1)
    const crossing = drawn([[3, 12.5, 21, 12.5], [12.5, 3, 12.5, 21]], faint) // prettier-ignore
    expect(crossing(12, 12)).toBe(crossing(6, 12))
  })

  it('are clipped at the borders of a picture, however far they go', () => {
    const at = drawn([[-1e5, 10.5, 1e5, 10.5], [-40, -40, 60, 60], [-5, 3, -3, 20]]) // prettier-ignore
    expect([at(0, 10), at(23, 10)]).toEqual([near(1), near(1)])
    expect(at(20, 20)).toBeCloseTo(1, 2)
    expect(at(0, 18)).toBe(0)
  })

  it('draw nothing where there is no length but a dot, and nothing of what is no number', () => {
    expect(drawn([[10.5, 10.5, 10.5, 10.5]])(10, 10)).toBeCloseTo(1, 2)
    const at = drawn([[NaN, 3, 8, 9], [4, 4, Infinity, 4]]) // prettier-ignore
    expect(at(6, 6)).toBe(0)
  })

  it('lie in a seam of another ink, wider than they are', () => {
    const lines = new ShapePixels()
    lines.resize(24, 24)
    addSegment(lines, 2, 10.5, 22, 10.5, seamed.reach)
    const image = greyImage(24, 24, 128)
    lines.blendOn(image, seamed)
    expect([7, 8, 9, 10].map((y) => pixelAt(image, 12, y)[0])).toEqual([128, 0, 0, 255])
  })

  it('are forgotten once they are drawn', () => {
    const lines = new ShapePixels()
    lines.resize(24, 24)
    addSegment(lines, 2, 10.5, 22, 10.5, white.reach)
    lines.blendOn(greyImage(24, 24, 0), white)
    const image = greyImage(24, 24, 0)
    lines.blendOn(image, white)
    expect(image.data).toEqual(greyImage(24, 24, 0).data)
  })

  it('lie where a grid has them', () => {
    const lines = new ShapePixels()
    lines.resize(24, 24)
    const columns = Float32Array.from({ length: 25 }, (_, k) => k % 5)
    // Nodes 5 pixels apart, the first at (2, 22): the value 2 is at x = 12.
    addLines(lines, isolines(columns, 5, 5, 2), { x: 2, y: 22, dx: 5, dy: -5 }, white.reach)
    const image = greyImage(24, 24, 0)
    lines.blendOn(image, white)
    expect([10, 11, 12, 13].map((x) => pixelAt(image, x, 12)[0] / 255)).toEqual([0, near(1), near(1), 0])
    expect(pixelAt(image, 12, 23)[0]).toBe(0)
  })

  it('follow an ellipse as it lies, all around', () => {
    const [x, y, major, minor, angle] = [32, 32, 20, 8, 0.6]
    const shapes = new ShapePixels()
    shapes.resize(64, 64)
    addEllipse(shapes, x, y, { major, minor, angle }, white.reach)
    const image = greyImage(64, 64, 0)
    shapes.blendOn(image, white)
    const at = (px: number, py: number) => pixelAt(image, Math.floor(px), Math.floor(py))[0] / 255
    const along = (turn: number, scale: number): [number, number] => {
      const [u, v] = [scale * major * Math.cos(turn), scale * minor * Math.sin(turn)]
      return [x + u * Math.cos(angle) - v * Math.sin(angle), y + u * Math.sin(angle) + v * Math.cos(angle)]
    }
    for (let turn = 0; turn < 2 * Math.PI; turn += 0.1) {
      expect(at(...along(turn, 1))).toBeGreaterThan(0.6)
      expect(at(...along(turn, 0.5))).toBe(0)
      expect(at(...along(turn, 1.5))).toBe(0)
    }
  })
})
