import { MAP_SIZE, type ColourMap } from '../colourMaps/maps'
import type { ColourRange } from '../colourRange'

/**
 * As many rows and columns of values as the image has, or their exponentials, through the colour map, top row first as
 * images want it. Zero density takes the lowest colour; what is no number stays clear. Answers whether there was such a value.
 */
export function paintValues(
  image: ImageData,
  values: Float32Array,
  map: ColourMap,
  range: ColourRange,
  exponential = false,
): boolean {
  const n = image.width
  const colours = new Uint32Array(map.rgba.buffer, map.rgba.byteOffset, MAP_SIZE)
  const pixels = new Uint32Array(image.data.buffer)
  const steps = (MAP_SIZE - 1) / (range.high - range.low)
  let holes = false
  for (let row = 0; row < n; row++) {
    const from = (n - 1 - row) * n
    for (let column = 0; column < n; column++) {
      const value = values[from + column]
      const entry = ((exponential ? Math.exp(value) : value) - range.low) * steps
      const hole = Number.isNaN(entry)
      holes ||= hole
      pixels[row * n + column] = hole ? 0 : colours[Math.round(Math.min(MAP_SIZE - 1, Math.max(0, entry)))]
    }
  }
  return holes
}
