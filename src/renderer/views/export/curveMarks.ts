import type { Size } from '../../use/useSize'
import type { CanvasInks } from '../../use/useTheme'
import { histogramDensity } from '../curve'
import { BAR, type CurvePicture } from '../picture/drawCurve'
import { inkOf, rectangle, type Mark } from './marks'
import { PathData } from './pathData'

/** Histogram of the data, model samples and the density as one line over an area, as `drawCurve` draws them. */
export function curveMarks(picture: CurvePicture, inks: CanvasInks, { width, height }: Size): readonly Mark[] {
  const [x0, x1, y0, y1] = picture.bounds
  const atX = (x: number): number => ((x - x0) / (x1 - x0)) * width
  const atY = (y: number): number => ((y1 - y) / (y1 - y0)) * height
  const bins = Math.max(8, Math.floor(width / BAR))
  const bars = (values: Float32Array): string =>
    Array.from(histogramDensity(values, { min: x0, max: x1 }, bins), (tall, i) =>
      tall > 0 ? rectangle((i * width) / bins + 0.5, atY(tall), width / bins - 1, atY(0) - atY(tall)) : '',
    ).join('')
  const marks: Mark[] = [
    { kind: 'path', name: 'data', d: bars(picture.data), fill: inkOf(inks.text, 0.12), stroke: { ink: inkOf(inks.text, 0.35), width: 1 } }, // prettier-ignore
    {
      kind: 'path',
      name: 'model',
      d: bars(picture.model),
      stroke: { ink: inkOf(inks.x, 0.8), width: 1, dash: [3, 3] },
    },
  ]
  const { density, x } = picture
  if (density === null || x.length === 0) return marks
  const line = new PathData()
  density.forEach((p, i) => {
    if (i === 0) line.moveTo(atX(x[i]), atY(p))
    else line.lineTo(atX(x[i]), atY(p))
  })
  const d = line.toString()
  line.lineTo(atX(x[x.length - 1]), atY(0))
  line.lineTo(atX(x[0]), atY(0))
  line.close()
  return [
    ...marks,
    { kind: 'path', name: 'area', d: line.toString(), fill: inkOf(inks.x, 0.16) },
    { kind: 'path', name: 'density', d, stroke: { ink: inkOf(inks.xInk), width: 2 } },
  ]
}
