import { MAP_SIZE, type ColourMap } from '../colourMaps/maps'
import type { ColourRange } from '../colourRange'
import { layOver, packed } from './over'

/** Many more than a map's colours: in equal steps of log p, those of p lie close together at the top. */
export const TABLE_SIZE = 4096

/** Colours of a grid's values in equal steps; what is beyond has the colour of the end. */
export interface ColourTable {
  /** The bytes of an image's pixels, [period, TABLE_SIZE]: the pixel (x, y) takes row (x + y) mod period. */
  readonly colours: Int32Array
  readonly period: number
  /** The entry from which on all rows are alike. */
  readonly alikeFrom: number
  readonly low: number
  readonly high: number
}

/** The colours of values or, where `exponential`, of their exponentials: then the range is that of the exponentials. */
export function colourTable(map: ColourMap, range: ColourRange, exponential: boolean): ColourTable {
  const entries = new Int32Array(map.rgba.buffer, map.rgba.byteOffset, MAP_SIZE)
  const steps = (MAP_SIZE - 1) / (range.high - range.low)
  // An exponential has no lowest value: the table begins where the second colour does.
  const [low, high] = exponential ? [Math.log(range.low + 0.5 / steps), Math.log(range.high)] : [range.low, range.high]
  const colours = new Int32Array(TABLE_SIZE)
  // A loop: it is made anew for every live picture, and Int32Array.from takes several times as long.
  for (let i = 0; i < TABLE_SIZE; i++) {
    const value = low + ((high - low) * i) / (TABLE_SIZE - 1)
    const entry = ((exponential ? Math.exp(value) : value) - range.low) * steps
    colours[i] = entries[Math.round(Math.min(MAP_SIZE - 1, Math.max(0, entry)))]
  }
  colours[0] = entries[0]
  return { colours, period: 1, alikeFrom: 0, low, high }
}

/** Pixels along a row between two lines of the hatch. */
export const HATCH = 7
const HATCH_INK = packed(0.4 * 0.02, 0.4 * 0.05, 0.4 * 0.15, 0.4)

/** The same colours under fine diagonals where values are negative, so that the sign is seen without colour. */
export function hatched({ colours, low, high }: ColourTable): ColourTable {
  const rows = new Int32Array(HATCH * TABLE_SIZE)
  for (let row = 0; row < HATCH; row++) rows.set(colours, row * TABLE_SIZE)
  const negative = Math.ceil((TABLE_SIZE - 1) * Math.min(1, Math.max(0, -low / (high - low))))
  for (let i = 0; i < negative; i++) layOver(rows, (HATCH - 1) * TABLE_SIZE + i, HATCH_INK)
  return { colours: rows, period: HATCH, alikeFrom: negative, low, high }
}
