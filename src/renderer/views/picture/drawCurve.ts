import { histogramDensity } from '../curve'
import type { Bounds } from '../bounds'
import { cpuContext } from '../../use/cpuCanvas'
import { cssColour, type CanvasInks } from '../../use/useTheme'

/** All that a one-dimensional picture shows: densities over x, natural units. */
export interface CurvePicture {
  readonly bounds: Bounds
  readonly x: Float64Array
  /** p at `x`; null before the engine has answered. */
  readonly density: Float64Array | null
  readonly data: Float32Array
  readonly model: Float32Array
}

/** Bars about this many pixels wide. */
export const BAR = 10

/** Histogram of the data as outlined bars, the model's density as one amber line over a faint area. */
export function drawCurve(canvas: HTMLCanvasElement, picture: CurvePicture, inks: CanvasInks, ratio: number): void {
  const context = cpuContext(canvas)
  if (context === null) return
  const [width, height] = [canvas.width / ratio, canvas.height / ratio]
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  context.clearRect(0, 0, width, height)
  const [x0, x1, y0, y1] = picture.bounds
  const atX = (x: number): number => ((x - x0) / (x1 - x0)) * width
  const atY = (y: number): number => ((y1 - y) / (y1 - y0)) * height
  const bins = Math.max(8, Math.floor(width / BAR))
  const bars = (values: Float32Array): Path2D => {
    const path = new Path2D()
    histogramDensity(values, { min: x0, max: x1 }, bins).forEach((tall, i) => {
      if (tall > 0) path.rect((i * width) / bins + 0.5, atY(tall), width / bins - 1, atY(0) - atY(tall))
    })
    return path
  }
  context.fillStyle = cssColour(inks.text, 0.12)
  context.strokeStyle = cssColour(inks.text, 0.35)
  context.lineWidth = 1
  const data = bars(picture.data)
  context.fill(data)
  context.stroke(data)
  context.strokeStyle = cssColour(inks.x, 0.8)
  context.setLineDash([3, 3])
  context.stroke(bars(picture.model))
  context.setLineDash([])
  if (picture.density === null) return
  const line = new Path2D()
  picture.density.forEach((p, i) => {
    line.lineTo(atX(picture.x[i]), atY(p))
  })
  const area = new Path2D(line)
  area.lineTo(atX(picture.x[picture.x.length - 1]), atY(0))
  area.lineTo(atX(picture.x[0]), atY(0))
  context.fillStyle = cssColour(inks.x, 0.16)
  context.fill(area)
  context.strokeStyle = cssColour(inks.xInk)
  context.lineWidth = 2
  context.lineJoin = 'round'
  context.stroke(line)
}
