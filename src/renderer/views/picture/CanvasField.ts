import { cpuContext } from '../../use/cpuCanvas'
import { cssColour } from '../../use/useTheme'
import type { Bounds } from '../bounds'
import type { ColourMap } from '../colourMaps/maps'
import type { ColourRange } from '../colourRange'
import { glyphEllipse, type Stretch } from '../field/glyphs'
import type { ValueGrid } from '../grid'
import { paintValues } from './heatImage'
import { checks, Layer } from './Layer'
import { linePath } from './linePath'
import { negativeMask } from './negativeMask'

/** How a field becomes colour. A signed one has a heavy line at zero and a hatch below it. */
export interface FieldShading {
  readonly map: ColourMap
  readonly range: ColourRange
  readonly signed: boolean
  /** Values of the thin lines. */
  readonly lines: readonly number[]
}

/** Ellipses on a lattice, and how far apart. */
export interface GlyphLattice {
  readonly places: readonly Stretch[]
  /** Distance of two places along both axes, in the plane's units. */
  readonly spacing: readonly [number, number]
  /** Plane units per standardised unit, along both axes. */
  readonly scale: readonly [number, number]
}

/** Pixels between two lines of the hatch. */
export const HATCH = 7
/** Stretches more alike than this have no longer axis worth a line. */
export const LEAST_AXIS = 1.02
const DARK = cssColour([0.05, 0.06, 0.1], 0.85)
const SEAM = cssColour([1, 1, 1], 0.7)

/** A field over the plane on a 2-D canvas, painted by the processor. Setters only note; `draw` draws. */
export class CanvasField {
  readonly #canvas: HTMLCanvasElement
  readonly #context: CanvasRenderingContext2D
  readonly #heat = new Layer()
  readonly #mask = new Layer()
  readonly #hatched = new Layer()
  #image: ImageData | null = null
  #field: ValueGrid | null = null
  #shading: FieldShading | null = null
  #glyphs: GlyphLattice | null = null
  #bounds: Bounds = [0, 1, 0, 1]

  constructor(canvas: HTMLCanvasElement) {
    const context = cpuContext(canvas)
    if (context === null) throw new Error('This window cannot draw on a canvas.')
    this.#canvas = canvas
    this.#context = context
  }

  /** What is no number is drawn as checks. */
  setField(field: ValueGrid | null): void {
    this.#field = field
  }

  setShading(shading: FieldShading | null): void {
    this.#shading = shading
  }

  setGlyphs(glyphs: GlyphLattice | null): void {
    this.#glyphs = glyphs
  }

  setBounds(bounds: Bounds): void {
    this.#bounds = bounds
  }

  resize(width: number, height: number): void {
    this.#canvas.width = width
    this.#canvas.height = height
    this.#hatched.resize(width, height)
  }

  draw(): void {
    this.#context.clearRect(0, 0, this.#canvas.width, this.#canvas.height)
    if (this.#canvas.width === 0 || this.#canvas.height === 0) return
    if (this.#field !== null && this.#shading !== null) {
      this.#drawHeat(this.#field, this.#shading)
      if (this.#shading.signed) this.#drawHatch(this.#field)
      this.#drawLines(this.#field, this.#shading)
    }
    if (this.#glyphs !== null) this.#drawGlyphs(this.#glyphs)
  }

  dispose(): void {
    for (const layer of [this.#heat, this.#mask, this.#hatched]) layer.resize(0, 0)
  }

  readonly #at = (x: number, y: number): [number, number] => {
    const [x0, x1, y0, y1] = this.#bounds
    return [((x - x0) / (x1 - x0)) * this.#canvas.width, ((y1 - y) / (y1 - y0)) * this.#canvas.height]
  }

  /** Left, top, width and height of a grid's image: half a cell of every outer pixel reaches beyond the bounds. */
  #frame({ bounds: [x0, x1, y0, y1], resolution: n }: ValueGrid): [number, number, number, number] {
    const [hx, hy] = [(x1 - x0) / (n - 1) / 2, (y1 - y0) / (n - 1) / 2]
    const [left, top] = this.#at(x0 - hx, y1 + hy)
    const [right, bottom] = this.#at(x1 + hx, y0 - hy)
    return [left, top, right - left, bottom - top]
  }

  #drawHeat(field: ValueGrid, { map, range }: FieldShading): void {
    const n = field.resolution
    if (this.#image?.width !== n) {
      this.#image = new ImageData(n, n)
      this.#heat.resize(n, n)
    }
    const holes = paintValues(this.#image, field.values, map, range)
    this.#heat.context.putImageData(this.#image, 0, 0)
    if (holes) {
      this.#context.fillStyle = checks(this.#context)
      this.#context.fillRect(...this.#frame(field))
    }
    this.#context.drawImage(this.#heat.canvas, ...this.#frame(field))
  }

  /** Fine diagonals where the field is negative, so that the sign is seen without colour. */
  #drawHatch(field: ValueGrid): void {
    const n = field.resolution
    const { context, canvas } = this.#hatched
    const { width, height } = canvas
    this.#mask.resize(n, n)
    const image = new ImageData(n, n)
    if (!negativeMask(image, field.values)) return
    this.#mask.context.putImageData(image, 0, 0)
    context.globalCompositeOperation = 'source-over'
    context.clearRect(0, 0, width, height)
    context.drawImage(this.#mask.canvas, ...this.#frame(field))
    context.globalCompositeOperation = 'source-in'
    const lines = new Path2D()
    for (let x = -height; x < width; x += HATCH) {
      lines.moveTo(x, height)
      lines.lineTo(x + height, 0)
    }
    // Only what is drawn in one go is kept by source-in: all lines are one path.
    context.strokeStyle = cssColour([0.02, 0.05, 0.15], 0.4)
    context.lineWidth = 1
    context.stroke(lines)
    this.#context.drawImage(canvas, 0, 0)
  }

  #drawLines(field: ValueGrid, { signed, lines }: FieldShading): void {
    const context = this.#context
    context.lineJoin = 'round'
    context.lineWidth = 1
    context.strokeStyle = cssColour([0.05, 0.06, 0.1], 0.35)
    for (const value of lines) context.stroke(linePath(field, value, this.#at))
    if (!signed) return
    const zero = linePath(field, 0, this.#at)
    for (const [ink, width] of [[SEAM, 4.5], [DARK, 2.5]] as const) {
      context.strokeStyle = ink
      context.lineWidth = width
      context.stroke(zero)
    } // prettier-ignore
  }

  #drawGlyphs({ places, spacing, scale }: GlyphLattice): void {
    const [x0, x1, y0, y1] = this.#bounds
    const [perX, perY] = [this.#canvas.width / (x1 - x0), this.#canvas.height / (y1 - y0)]
    // The longest axis is two radii: neighbours just touch.
    const radius = Math.min(spacing[0] * perX, spacing[1] * perY) / 4.2
    const path = new Path2D()
    for (const place of places) {
      const [x, y] = this.#at(place.x, place.y)
      if (place.kind !== 'plain') {
        path.moveTo(x - 3, y - 3)
        path.lineTo(x + 3, y + 3)
        path.moveTo(x - 3, y + 3)
        path.lineTo(x + 3, y - 3)
        continue
      }
      const { major, minor, angle } = glyphEllipse(place, radius, [perX * scale[0], perY * scale[1]])
      const [dx, dy] = [major * Math.cos(angle), major * Math.sin(angle)]
      path.moveTo(x + dx, y + dy)
      path.ellipse(x, y, major, minor, angle, 0, 2 * Math.PI)
      if (place.major < LEAST_AXIS * place.minor) continue
      path.moveTo(x - dx, y - dy)
      path.lineTo(x + dx, y + dy)
    }
    for (const [ink, width] of [[SEAM, 2.6], [DARK, 1.1]] as const) {
      this.#context.strokeStyle = ink
      this.#context.lineWidth = width
      this.#context.stroke(path)
    } // prettier-ignore
  }
}
