import { cpuContext } from '../../use/cpuCanvas'
import { cssColour, type CanvasInks } from '../../use/useTheme'
import { discPath, paintDiscs } from './discs'
import { FAINT } from './planePicture'

/** Radii of the circles that hold 50, 80 and 95 % of a standard normal plane: √(−2 ln(1 − mass)). */
export const CIRCLES = [0.5, 0.8, 0.95].map((mass) => ({ mass, radius: Math.sqrt(-2 * Math.log(1 - mass)) }))

export interface LatentPicture {
  /** [n, D] row-major. */
  readonly points: Float32Array
  /** Selected rows [m, D]. */
  readonly marked: Float32Array
  readonly dims: number
  readonly axes: readonly [number, number]
  readonly reach: readonly [number, number]
  /** Whether the base is normal, and the circles are its regions. */
  readonly circles: boolean
}

/** Two coordinates of z as hollow circles, over the regions of the base. */
export function drawLatent(canvas: HTMLCanvasElement, picture: LatentPicture, inks: CanvasInks, ratio: number): void {
  const context = cpuContext(canvas)
  if (context === null) return
  const [width, height] = [canvas.width / ratio, canvas.height / ratio]
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  context.clearRect(0, 0, width, height)
  const { points, marked, dims, axes, reach, circles } = picture
  const atX = (u: number): number => ((u / reach[0] + 1) / 2) * width
  const atY = (v: number): number => ((1 - v / reach[1]) / 2) * height
  const marks = new Path2D()
  const radius = points.length / dims > 500 ? 1.5 : 2.2
  for (let i = 0; i + dims <= points.length; i += dims) {
    const [x, y] = [atX(points[i + axes[0]]), atY(points[i + axes[1]])]
    if (!(x > -4 && x < width + 4 && y > -4 && y < height + 4)) continue
    marks.moveTo(x + radius, y)
    marks.arc(x, y, radius, 0, 2 * Math.PI)
  }
  context.lineWidth = 1
  context.strokeStyle = cssColour(inks.text, marked.length > 0 ? 0.5 * FAINT : 0.5)
  context.stroke(marks)
  if (marked.length > 0) {
    const places = Float32Array.from({ length: (2 * marked.length) / dims }, (_, i) =>
      i % 2 === 0 ? atX(marked[(i / 2) * dims + axes[0]]) : atY(marked[((i - 1) / 2) * dims + axes[1]]),
    )
    paintDiscs(context, discPath(places, 3.2), cssColour(inks.text), cssColour(inks.panel))
  }
  if (circles) drawCircles(context, atX, atY, inks)
}

/** The regions of a normal base. */
function drawCircles(
  context: CanvasRenderingContext2D,
  atX: (u: number) => number,
  atY: (v: number) => number,
  inks: CanvasInks,
): void {
  context.fillStyle = cssColour(inks.z)
  context.font = '550 11px "Inter Variable", sans-serif'
  context.textAlign = 'center'
  context.lineJoin = 'round'
  // In a seam of the ground's colour, to be read over the points.
  const seams = [[cssColour(inks.panel, 0.85), 4.5], [cssColour(inks.z), 1.75]] as const // prettier-ignore
  for (const { mass, radius: u } of CIRCLES) {
    for (const [ink, thick] of seams) {
      context.strokeStyle = ink
      context.lineWidth = thick
      context.beginPath()
      context.ellipse(atX(0), atY(0), atX(u) - atX(0), atY(0) - atY(u), 0, 0, 2 * Math.PI)
      context.stroke()
    }
    const label = `${String(100 * mass)} %`
    context.strokeStyle = cssColour(inks.panel)
    context.lineWidth = 7
    context.strokeText(label, atX(0), atY(u) - 5)
    context.fillText(label, atX(0), atY(u) - 5)
  }
}
