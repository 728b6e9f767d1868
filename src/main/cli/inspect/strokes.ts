import type { Image } from './png'

/** A place on a picture of unit size, the origin at its lower left. */
export type Place = readonly [number, number]
type Colour = readonly [number, number, number]

export interface Stroke {
  readonly places: readonly Place[]
  readonly colour: Colour
}

/** Drawn so many times larger and averaged, so that edges are smooth. */
const FINER = 3
/** Of a line, in pixels of the result. */
const WIDTH = 1.2

/** Lines over a white ground, each half transparent, so that where many meet is darker. */
export function paintStrokes(strokes: readonly Stroke[], size: number): Image {
  const side = size * FINER
  const ground = new Float32Array(3 * side * side).fill(255)
  for (const { places, colour } of strokes) {
    const touched = new Set<number>()
    for (let i = 1; i < places.length; i++) line(touched, side, places[i - 1], places[i])
    for (const pixel of touched)
      for (let c = 0; c < 3; c++) ground[3 * pixel + c] = (ground[3 * pixel + c] + colour[c]) / 2
  }
  return shrink(ground, size)
}

/** The pixels of a line, each once. */
function line(touched: Set<number>, side: number, [x0, y0]: Place, [x1, y1]: Place): void {
  const steps = Math.max(1, Math.ceil(Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0)) * side))
  const reach = Math.floor((WIDTH * FINER) / 2)
  for (let step = 0; step <= steps; step++) {
    const column = Math.round((x0 + ((x1 - x0) * step) / steps) * (side - 1))
    const row = Math.round((1 - y0 - ((y1 - y0) * step) / steps) * (side - 1))
    for (let dy = -reach; dy <= reach; dy++)
      for (let dx = -reach; dx <= reach; dx++) {
        const [x, y] = [column + dx, row + dy]
        if (x >= 0 && y >= 0 && x < side && y < side) touched.add(y * side + x)
      }
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
