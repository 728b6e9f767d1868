import { cpuContext, type CpuContext } from '../../use/cpuCanvas'
import type { Bounds } from '../bounds'
import type { ColourMap } from '../colourMaps/maps'
import type { ColourRange } from '../colourRange'
import { glyphEllipse, type Stretch } from '../field/glyphs'
import type { ValueGrid } from '../grid'
import { isolines } from '../isolines'
import { colourTable, hatched, type ColourTable } from './colourTable'
import { placeGrid } from './gridPlace'
import { HeatPixels } from './heatPixels'
import { addEllipse, addLines, addSegment } from './linePixels'
import { penOf, ShapePixels } from './ShapePixels'
import { t } from '../../strings/t'

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

/** Stretches more alike than this have no longer axis worth a line. */
export const LEAST_AXIS = 1.02

/** Thin lines, the heavy one at zero, and the outlines of glyphs. */
const THIN = penOf([{ ink: [0.05, 0.06, 0.1], alpha: 0.35, to: 0.5 }])
const ZERO = penOf([
  { ink: [1, 1, 1], alpha: 0.7, to: 2.25 },
  { ink: [0.05, 0.06, 0.1], alpha: 0.85, to: 1.25 },
])
const GLYPH = penOf([
  { ink: [1, 1, 1], alpha: 0.7, to: 1.3 },
  { ink: [0.05, 0.06, 0.1], alpha: 0.85, to: 0.55 },
])
/** Pixels from the middle of a cross, which marks where there is no ellipse, to its ends. */
const CROSS = 3

/** A picture of a field over the plane. Setters only note; `draw` draws. Whoever makes one disposes it. */
export interface FieldPicture {
  /** What is no number is drawn as checks. */
  setField(field: ValueGrid | null): void
  setShading(shading: FieldShading | null): void
  setGlyphs(glyphs: GlyphLattice | null): void
  setBounds(bounds: Bounds): void
  /** CSS pixels. */
  resize(width: number, height: number): void
  /** `drawn` is called once the picture is on the canvas; not when another drawing has overtaken it. */
  draw(drawn: () => void): void
  dispose(): void
}

/** A field on a 2-D canvas, painted by the processor. */
export class CanvasField implements FieldPicture {
  readonly #canvas: HTMLCanvasElement | OffscreenCanvas
  readonly #context: CpuContext
  readonly #heat = new HeatPixels()
  readonly #shapes = new ShapePixels()
  #image: ImageData | null = null
  #field: ValueGrid | null = null
  #shading: FieldShading | null = null
  #colours: ColourTable | null = null
  #glyphs: GlyphLattice | null = null
  #bounds: Bounds = [0, 1, 0, 1]

  constructor(canvas: HTMLCanvasElement | OffscreenCanvas) {
    const context = cpuContext(canvas)
    if (context === null) throw new Error(t('views.noCanvas'))
    this.#canvas = canvas
    this.#context = context
  }

  setField(field: ValueGrid | null): void {
    this.#field = field
  }

  setShading(shading: FieldShading | null): void {
    this.#shading = shading
    if (shading === null) return
    const colours = colourTable(shading.map, shading.range, false)
    this.#colours = shading.signed ? hatched(colours) : colours
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
    // What the canvas made of the numbers: whole ones.
    const [w, h] = [this.#canvas.width, this.#canvas.height]
    this.#image = w > 0 && h > 0 ? new ImageData(w, h) : null
    this.#shapes.resize(w, h)
  }

  draw(drawn: () => void = () => undefined): void {
    if (this.#image !== null) this.#paint(this.#image)
    drawn()
  }

  dispose(): void {
    this.resize(0, 0)
  }

  #paint(image: ImageData): void {
    if (this.#field !== null && this.#shading !== null) this.#drawField(image, this.#field, this.#shading)
    else image.data.fill(0)
    if (this.#glyphs !== null) this.#drawGlyphs(image, this.#glyphs)
    this.#context.putImageData(image, 0, 0)
  }

  readonly #at = (x: number, y: number): [number, number] => {
    const [x0, x1, y0, y1] = this.#bounds
    return [((x - x0) / (x1 - x0)) * this.#canvas.width, ((y1 - y) / (y1 - y0)) * this.#canvas.height]
  }

  #drawField(image: ImageData, field: ValueGrid, { signed, lines }: FieldShading): void {
    const { resolution: n, values } = field
    const place = placeGrid(field, this.#bounds, image)
    this.#heat.paint(image, field, place, this.#colours!)
    for (const value of lines) addLines(this.#shapes, isolines(values, n, n, value), place, THIN.reach)
    this.#shapes.blendOn(image, THIN)
    if (!signed) return
    addLines(this.#shapes, isolines(values, n, n, 0), place, ZERO.reach)
    this.#shapes.blendOn(image, ZERO)
  }

  #drawGlyphs(image: ImageData, { places, spacing, scale }: GlyphLattice): void {
    const shapes = this.#shapes
    const [x0, x1, y0, y1] = this.#bounds
    const [perX, perY] = [image.width / (x1 - x0), image.height / (y1 - y0)]
    // The longest axis is two radii: neighbours just touch.
    const radius = Math.min(spacing[0] * perX, spacing[1] * perY) / 4.2
    const scales = [perX * scale[0], perY * scale[1]] as const
    for (const place of places) {
      const [x, y] = this.#at(place.x, place.y)
      if (place.kind !== 'plain') {
        addSegment(shapes, x - CROSS, y - CROSS, x + CROSS, y + CROSS, GLYPH.reach)
        addSegment(shapes, x - CROSS, y + CROSS, x + CROSS, y - CROSS, GLYPH.reach)
        continue
      }
      const ellipse = glyphEllipse(place, radius, scales)
      addEllipse(shapes, x, y, ellipse, GLYPH.reach)
      if (place.major < LEAST_AXIS * place.minor) continue
      const [dx, dy] = [ellipse.major * Math.cos(ellipse.angle), ellipse.major * Math.sin(ellipse.angle)]
      addSegment(shapes, x - dx, y - dy, x + dx, y + dy, GLYPH.reach)
    }
    shapes.blendOn(image, GLYPH)
  }
}
