import type { Size } from '../../use/useSize'
import type { CanvasInks } from '../../use/useTheme'
import { CIRCLES, type LatentPicture } from '../picture/drawLatent'
import { inkOf, type Mark } from './marks'
import { PathData } from './pathData'

const FONT = { size: 11, weight: 550, family: '"Inter Variable", sans-serif' } as const

/** Two coordinates of z over the regions of the base, as `drawLatent` draws them. */
export function latentMarks(picture: LatentPicture, inks: CanvasInks, { width, height }: Size): readonly Mark[] {
  const { points, dims, axes, reach, circles } = picture
  const atX = (u: number): number => ((u / reach[0] + 1) / 2) * width
  const atY = (v: number): number => ((1 - v / reach[1]) / 2) * height
  const radius = points.length / dims > 500 ? 1.5 : 2.2
  const cloud = new PathData()
  for (let i = 0; i + dims <= points.length; i += dims) {
    const [x, y] = [atX(points[i + axes[0]]), atY(points[i + axes[1]])]
    if (x > -4 && x < width + 4 && y > -4 && y < height + 4) cloud.ellipse(x, y, radius, radius)
  }
  const data: Mark = {
    kind: 'path',
    name: 'data',
    d: cloud.toString(),
    stroke: { ink: inkOf(inks.text, 0.5), width: 1 },
  }
  if (!circles) return [data]
  const seam = inkOf(inks.panel, 0.85)
  const regions = CIRCLES.flatMap(({ mass, radius: u }): readonly Mark[] => {
    const ring = new PathData()
    ring.ellipse(atX(0), atY(0), (u / reach[0] / 2) * width, (u / reach[1] / 2) * height)
    const d = ring.toString()
    const place = { x: atX(0), y: atY(u) - 5, anchor: 'middle', font: FONT, fill: inkOf(inks.z) } as const
    return [
      { kind: 'path', name: 'seam', d, stroke: { ink: seam, width: 4.5 } },
      { kind: 'path', name: 'region', d, stroke: { ink: inkOf(inks.z), width: 1.75 } },
      { kind: 'text', text: `${String(100 * mass)} %`, ...place, seam: { ink: seam, width: 4 } },
    ]
  })
  return [data, ...regions]
}
