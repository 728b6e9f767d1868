import type { Image } from './png'

/** A place on a picture of unit size, the origin at its lower left. */
export type Place = readonly [number, number]
/** Red, green and blue, 0 to 255. */
export type Colour = readonly [number, number, number]

export interface Stroke {
  readonly places: readonly Place[]
  readonly line: Colour
  /** Of the dot at its end. */
  readonly dot: Colour
}

/** Drawn so many times larger and averaged, so that edges are smooth. */
const FINER = 3
/** Half the width of a line, and the radius of a dot, in pixels of the result. */
const [LINE, DOT] = [0.6, 2]

/** Lines over a white ground, half transparent, so that where many meet is darker; over them a dot at each one's end. */
export function paintStrokes(strokes: readonly Stroke[], size: number): Image {
  const side = size * FINER
  const ground = new Float32Array(3 * side * side).fill(255)
  for (const { places, line } of strokes) {
    const touched = new Set<number>()
    for (let i = 1; i < places.length; i++) draw(touched, side, places[i - 1], places[i])
    blend(ground, touched, line, 0.5)
  }
  for (const { places, dot } of strokes) {
    const touched = new Set<number>()
    disc(touched, side, places[places.length - 1], DOT)
    blend(ground, touched, dot, 1)
  }
  return shrink(ground, size)
}

function blend(ground: Float32Array, touched: ReadonlySet<number>, colour: Colour, opacity: number): void {
  for (const pixel of touched)
    for (let c = 0; c < 3; c++) ground[3 * pixel + c] += opacity * (colour[c] - ground[3 * pixel + c])
}

/** The pixels of a line, each once. */
function draw(touched: Set<number>, side: number, [x0, y0]: Place, [x1, y1]: Place): void {
  const steps = Math.ceil(Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0)) * side)
  if (!Number.isFinite(steps)) return // it leads to nowhere
  for (let step = 0; step <= steps; step++) {
    const part = step / Math.max(1, steps)
    disc(touched, side, [x0 + (x1 - x0) * part, y0 + (y1 - y0) * part], LINE)
  }
}

function disc(touched: Set<number>, side: number, [x, y]: Place, radius: number): void {
  const [column, row] = [Math.round(x * (side - 1)), Math.round((1 - y) * (side - 1))]
  const reach = Math.round(radius * FINER)
  for (let dy = -reach; dy <= reach; dy++)
    for (let dx = -reach; dx <= reach; dx++) {
      const inside = column + dx >= 0 && row + dy >= 0 && column + dx < side && row + dy < side
      if (inside && dx * dx + dy * dy <= reach * reach) touched.add((row + dy) * side + column + dx)
    }
}

function shrink(ground: Float32Array, size: number): Image {
  const rgba = new Uint8Array(4 * size * size).fill(255)
  const side = size * FINER
  for (let pixel = 0; pixel < size * size; pixel++) {
    const [left, top] = [(pixel % size) * FINER, Math.floor(pixel / size) * FINER]
    for (let c = 0; c < 3; c++) {
      let sum = 0
      for (let dy = 0; dy < FINER; dy++)
        for (let dx = 0; dx < FINER; dx++) sum += ground[3 * ((top + dy) * side + left + dx) + c]
      rgba[4 * pixel + c] = Math.round(sum / FINER ** 2)
    }
  }
  return { width: size, height: size, rgba }
}
