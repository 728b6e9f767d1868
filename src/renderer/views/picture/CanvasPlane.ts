import { cpuContext, type CpuContext } from '../../use/cpuCanvas'
import type { Bounds } from '../bounds'
import type { DensityGrid } from '../grid'
import { isolines } from '../isolines'
import { colourTable, type ColourTable } from './colourTable'
import { placeGrid } from './gridPlace'
import { HeatPixels } from './heatPixels'
import { addLines } from './linePixels'
import { markPen, paintMarks } from './markPixels'
import { ELSEWHERE, FAINT, type Cloud, type PlanePicture, type PointInks, type Shading } from './planePicture'
import { penOf, ShapePixels, type Pen } from './ShapePixels'
import { t } from '../../strings/t'

/** Light lines in a dark seam, to be seen on both ends of every map; innermost first. */
const PENS = [0.95, 0.75, 0.6].map((alpha) =>
  penOf([
    { ink: [0.05, 0.06, 0.1], alpha: 0.35, to: 1.3 },
    { ink: [1, 1, 1], alpha, to: 0.65 },
  ]),
)
/** What is lower first. */
const CLOUDS = ['rest', 'model', 'data', 'marked'] as const
const none = new Float32Array(0)

/**
 * The data plane on a 2-D canvas, painted by the processor: for windows without WebGL, and for those where WebGL is the
 * processor too, which then takes ten times as long. All is written into the pixels of one image: filling the same
 * shapes as a canvas's paths takes several times as long.
 */
export class CanvasPlane implements PlanePicture {
  readonly #canvas: HTMLCanvasElement | OffscreenCanvas
  readonly #context: CpuContext
  readonly #heat = new HeatPixels()
  readonly #shapes = new ShapePixels()
  readonly #clouds: Record<Cloud, Float32Array> = { rest: none, data: none, model: none, marked: none }
  #image: ImageData | null = null
  #grid: DensityGrid | null = null
  #shading: Shading | null = null
  #colours: ColourTable | null = null
  #inks: PointInks = { data: [1, 1, 1], model: [1, 1, 1], halo: [0, 0, 0] }
  /** Of the clouds, in these inks; null before they are wanted. */
  #pens: Readonly<Record<Cloud, Pen>> | null = null
  #bounds: Bounds = [0, 1, 0, 1]

  constructor(canvas: HTMLCanvasElement | OffscreenCanvas) {
    const context = cpuContext(canvas)
    if (context === null) throw new Error(t('views.noWebGl'))
    this.#canvas = canvas
    this.#context = context
  }

  setGrid(grid: DensityGrid | null): void {
    this.#grid = grid
  }

  setShading(shading: Shading): void {
    if (!sameColours(shading, this.#shading)) {
      this.#colours = colourTable(shading.map, shading.range, shading.scale === 'density')
    }
    this.#shading = shading
  }

  setInks(inks: PointInks): void {
    this.#inks = inks
    this.#pens = null
  }

  setPoints(cloud: Cloud, points: Float32Array): void {
    this.#clouds[cloud] = points
    if (cloud === 'marked') this.#pens = null
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
    if (this.#grid !== null && this.#shading !== null) this.#drawDensity(image, this.#grid, this.#shading)
    else image.data.fill(0)
    this.#pens ??= this.#pensOf(this.#inks)
    for (const cloud of CLOUDS) {
      paintMarks(image, this.#shapes, cloud, this.#clouds[cloud], this.#bounds, this.#pens[cloud])
    }
    this.#context.putImageData(image, 0, 0)
  }

  /** The data step back behind what is selected. */
  #pensOf({ data, model, halo }: PointInks): Record<Cloud, Pen> {
    const light = this.#clouds.marked.length > 0 ? FAINT : 1
    return {
      rest: markPen('rest', data, halo, ELSEWHERE),
      data: markPen('data', data, halo, light),
      model: markPen('model', model, halo),
      marked: markPen('marked', data, halo),
    }
  }

  #drawDensity(image: ImageData, grid: DensityGrid, { levels }: Shading): void {
    const { bounds, resolution, logDensity } = grid
    const place = placeGrid(grid, this.#bounds, image)
    this.#heat.paint(image, { bounds, resolution, values: logDensity }, place, this.#colours!)
    levels.forEach((level, i) => {
      if (level === null) return
      addLines(this.#shapes, isolines(logDensity, resolution, resolution, level), place, PENS[i].reach)
      this.#shapes.blendOn(image, PENS[i])
    })
  }
}

const sameColours = (a: Shading, b: Shading | null): boolean =>
  a.map.name === b?.map.name && a.scale === b.scale && a.range.low === b.range.low && a.range.high === b.range.high
