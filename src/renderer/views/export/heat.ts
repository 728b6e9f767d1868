import type { ColourMap } from '../colourMaps/maps'
import type { ColourRange } from '../colourRange'
import type { Bounds } from '../bounds'
import type { ValueGrid } from '../grid'
import type { Size } from '../../use/useSize'
import { paintValues } from '../picture/heatImage'
import { Layer } from '../picture/Layer'
import { rectangle, type Ink, type Mark } from './marks'
import type { At } from './pathData'

/** Behind what is no number. */
const HOLE: Ink = [115, 115, 115, 1]

/** Where a place of the plane lies in a picture of `size` over `bounds`. */
export const placing =
  ([x0, x1, y0, y1]: Bounds, { width, height }: Size): At =>
  (x, y) => [((x - x0) / (x1 - x0)) * width, ((y1 - y) / (y1 - y0)) * height]

/** A grid's values through a colour map, one pixel a node. Answers also whether one of them was no number. */
export function heatCanvas(
  { resolution: n, values }: ValueGrid,
  { map, range, exponential }: { map: ColourMap; range: ColourRange; exponential: boolean },
): { readonly canvas: HTMLCanvasElement; readonly holes: boolean } {
  const layer = new Layer()
  layer.resize(n, n)
  const image = new ImageData(n, n)
  const holes = paintValues(image, values, map, range, exponential)
  layer.context.putImageData(image, 0, 0)
  return { canvas: layer.canvas, holes }
}

/** The image of a grid where it belongs: nodes lie at the ends of the bounds, so half a pixel reaches beyond each. */
export function heatMarks(
  { canvas, holes }: { readonly canvas: HTMLCanvasElement; readonly holes: boolean },
  { bounds: [x0, x1, y0, y1], resolution: n }: Pick<ValueGrid, 'bounds' | 'resolution'>,
  at: At,
): readonly Mark[] {
  const [hx, hy] = [(x1 - x0) / (n - 1) / 2, (y1 - y0) / (n - 1) / 2]
  const [left, top] = at(x0 - hx, y1 + hy)
  const [right, bottom] = at(x1 + hx, y0 - hy)
  const [width, height] = [right - left, bottom - top]
  const image: Mark = { kind: 'image', canvas, x: left, y: top, width, height }
  return holes ? [{ kind: 'path', d: rectangle(left, top, width, height), fill: HOLE }, image] : [image]
}
