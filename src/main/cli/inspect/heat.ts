import { colourMap, MAP_SIZE, signedMap, type ColourMap } from '@shared/catalogue/colourMaps/maps'
import type { Image } from './png'

/** What the two ends of a colour map stand for. */
export interface Scale {
  readonly map: ColourMap
  readonly low: number
  readonly high: number
}

/** Nats from the highest log-density to the lowest colour: e⁻⁹ of the peak is as dark as nothing. */
const DEPTH = 9

/** From the highest value so many nats down. */
export function densityScale(logDensity: Float32Array, depth = DEPTH): Scale {
  const top = largest(logDensity, (value) => value) ?? 0
  return { map: colourMap('cividis'), low: top - depth, high: top }
}

/** Centred at zero. */
export function signedScale(values: Float32Array): Scale {
  const size = largest(values, Math.abs) || 1 // all zero, or nothing to show
  return { map: signedMap, low: -size, high: size }
}

function largest(values: Float32Array, measure: (value: number) => number): number | null {
  const finite = values.filter(Number.isFinite)
  return finite.length === 0 ? null : finite.reduce((most, value) => Math.max(most, measure(value)), -Infinity)
}

/**
 * A grid of so many columns whose row 0 is the lowest, through a colour map, in so many of its colours. What is no number
 * stays clear.
 */
export function paintGrid(values: Float32Array, width: number, { map, low, high }: Scale, colours = MAP_SIZE): Image {
  const rgba = new Uint8Array(4 * values.length)
  const height = values.length / width
  values.forEach((value, at) => {
    if (Number.isNaN(value)) return
    const part = Math.min(1, Math.max(0, (value - low) / (high - low)))
    const colour = 4 * Math.round((Math.round(part * (colours - 1)) / (colours - 1)) * (MAP_SIZE - 1))
    const row = height - 1 - Math.floor(at / width)
    rgba.set(map.rgba.subarray(colour, colour + 4), 4 * (row * width + (at % width)))
  })
  return { width, height, rgba }
}
