import type { StoredPicture, StoredPictures } from '@shared/rpc/protocol'
import { colourTable, TABLE_SIZE } from '../../views/picture/colourTable'
import type { ColourMap } from '../../views/colourMaps/maps'

type Density = Extract<StoredPicture, { kind: 'density' }>
type Samples = Extract<StoredPicture, { kind: 'samples' }>

/** The highest density of all pictures, by which all of them are coloured. */
export function highest(pictures: readonly StoredPicture[]): number {
  const all = pictures.flatMap((picture) => (picture.kind === 'density' ? [picture.logDensity] : []))
  return Math.exp(all.reduce((most, values) => values.reduce((high, value) => (value > high ? value : high), most), -Infinity)) // prettier-ignore
}

/** A density in two dimensions as an image of its grid, y upwards. */
export function densityImage({ logDensity }: Density, resolution: number, high: number, map: ColourMap): ImageData {
  const image = new ImageData(resolution, resolution)
  const pixels = new Int32Array(image.data.buffer)
  const table = colourTable(map, { low: 0, high }, true)
  const perStep = (TABLE_SIZE - 1) / (table.high - table.low)
  for (let row = 0; row < resolution; row++) {
    for (let column = 0; column < resolution; column++) {
      const value = logDensity[row * resolution + column]
      const entry = Math.min(TABLE_SIZE - 1, Math.max(0, Math.round((value - table.low) * perStep)))
      pixels[(resolution - 1 - row) * resolution + column] = table.colours[Number.isNaN(value) ? 0 : entry]
    }
  }
  return image
}

/** A density in one dimension as a path in the unit square, as high as all of them are at most. */
export function densityPath({ logDensity }: Density, high: number): string {
  const last = logDensity.length - 1
  return Array.from(logDensity, (value, i) => `${i === 0 ? 'M' : 'L'}${(i / last).toFixed(4)} ${(1 - Math.exp(value) / high).toFixed(4)}`).join('') // prettier-ignore
}

/** Draws as small discs, on a context whose canvas the bounds fill. */
export function drawSamples(
  context: CanvasRenderingContext2D,
  { points }: Samples,
  [x0, x1, y0, y1]: StoredPictures['bounds'],
  ink: string,
): void {
  const { width, height } = context.canvas
  context.clearRect(0, 0, width, height)
  context.fillStyle = ink
  for (let i = 0; i < points.length; i += 2) {
    const x = ((points[i] - x0) / (x1 - x0)) * width
    const y = (1 - (points[i + 1] - y0) / (y1 - y0)) * height
    context.fillRect(x - 0.75, y - 0.75, 1.5, 1.5)
  }
}
