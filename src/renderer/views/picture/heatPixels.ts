import type { ValueGrid } from '../grid'
import { TABLE_SIZE, type ColourTable } from './colourTable'
import { NO_DENSITY } from './densityShader'
import type { GridPlace } from './gridPlace'
import { packed } from './over'

const TOP = TABLE_SIZE - 1
/** Side of the checks that mark what is no number, in pixels, and their greys. */
const CHECK = 6
const CHECKS = Int32Array.from([0.55, 0.35], (grey) => packed(grey, grey, grey, 1))

/**
 * A grid of values as the pixels of a picture: interpolated between its nodes first and coloured then, as the shader
 * does. Cells with a corner that is no number are checks; what is beyond the grid stays clear.
 */
export class HeatPixels {
  /** The nodes' places in the table of colours. */
  #nodes = new Float32Array(0)
  /** The same along the row of pixels that is being painted. */
  #row = new Float32Array(0)
  /** The column of pixels with which each cell begins, and the one behind the last. */
  #columns = new Int32Array(0)

  paint(image: ImageData, { resolution: n, values }: ValueGrid, place: GridPlace, table: ColourTable): void {
    const { width, height } = image
    const pixels = new Int32Array(image.data.buffer)
    this.#setNodes(values, table)
    this.#setColumns(n, place, width)
    for (let y = 0; y < height; y++) {
      const at = (y + 0.5 - place.y) / place.dy
      if (at >= 0 && at <= n - 1) {
        const below = Math.min(n - 2, Math.floor(at))
        this.#interpolateRow(n, below, at - below)
        this.#paintRow(pixels.subarray(y * width, (y + 1) * width), y, n, place, table)
      } else pixels.fill(0, y * width, (y + 1) * width)
    }
  }

  #setNodes(values: Float32Array, { low, high }: ColourTable): void {
    if (this.#nodes.length !== values.length) this.#nodes = new Float32Array(values.length)
    const nodes = this.#nodes
    const scale = TOP / (high - low)
    // Half an entry, so that cutting off rounds.
    for (let i = 0; i < nodes.length; i++) nodes[i] = (Math.max(values[i], NO_DENSITY) - low) * scale + 0.5
  }

  #setColumns(n: number, { x, dx }: GridPlace, width: number): void {
    if (this.#columns.length !== n) {
      this.#columns = new Int32Array(n)
      this.#row = new Float32Array(n)
    }
    // A pixel belongs to the cell that its middle lies in.
    for (let i = 0; i < n; i++) this.#columns[i] = Math.min(width, Math.max(0, Math.ceil(x + i * dx - 0.5)))
  }

  #interpolateRow(n: number, below: number, share: number): void {
    const row = this.#row
    const nodes = this.#nodes
    for (let i = 0, from = below * n; i < n; i++, from++) {
      row[i] = nodes[from] + share * (nodes[from + n] - nodes[from])
    }
  }

  #paintRow(
    pixels: Int32Array,
    y: number,
    n: number,
    { x: x0, dx }: GridPlace,
    { colours, period, alikeFrom }: ColourTable,
  ): void {
    const row = this.#row
    const columns = this.#columns
    pixels.fill(0, 0, columns[0])
    pixels.fill(0, columns[n - 1])
    let b = row[0]
    for (let i = 0; i + 1 < n; i++) {
      const a = b
      b = row[i + 1]
      const from = columns[i]
      const to = columns[i + 1]
      const step = (b - a) / dx
      const entry = a + (from + 0.5 - x0 - i * dx) * step
      if (Number.isNaN(step)) paintChecks(pixels, from, to, y)
      else if (period > 1 && !(a >= alikeFrom && b >= alikeFrom))
        paintPeriodic(pixels, from, to, entry, step, colours, (from + y) % period)
      else if (a < 1 && b < 1) paintWithin(pixels, from, to, 0, 0, colours)
      else if (a >= 0 && b >= 0 && a < TABLE_SIZE && b < TABLE_SIZE) paintWithin(pixels, from, to, entry, step, colours)
      else paintPeriodic(pixels, from, to, entry, step, colours, 0)
    }
  }
}

function paintChecks(pixels: Int32Array, from: number, to: number, y: number): void {
  for (let x = from; x < to; x++) pixels[x] = CHECKS[(Math.floor(x / CHECK) + Math.floor(y / CHECK)) % 2]
}

/** As most of a picture is: one row of colours, and no value beyond it. */
function paintWithin(
  pixels: Int32Array,
  from: number,
  to: number,
  first: number,
  step: number,
  colours: Int32Array,
): void {
  let entry = first
  for (let x = from; x < to; x++, entry += step) pixels[x] = colours[entry | 0]
}

/** From row `phase` of the colours on, each pixel from the next one. */
function paintPeriodic(
  pixels: Int32Array,
  from: number,
  to: number,
  first: number,
  step: number,
  colours: Int32Array,
  phase: number,
): void {
  let entry = first
  let start = phase * TABLE_SIZE
  for (let x = from; x < to; x++, entry += step) {
    pixels[x] = colours[start + (entry <= 0 ? 0 : entry >= TOP ? TOP : entry | 0)]
    start += TABLE_SIZE
    if (start === colours.length) start = 0
  }
}
