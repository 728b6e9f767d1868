import { batlow } from './batlow'
import { cividis } from './cividis'
import { magma } from './magma'
import { vik } from './vik'
import { viridis } from './viridis'

/** 256 colours from low to high: RGBA bytes, the same for shaders, canvases and legends. */
export interface ColourMap {
  readonly name: string
  readonly label: string
  readonly rgba: Uint8Array
}

/** Entries in every map. */
export const MAP_SIZE = 256

function decode(name: string, label: string, hex: string): ColourMap {
  const rgba = new Uint8Array(4 * MAP_SIZE)
  for (let i = 0; i < MAP_SIZE; i++) {
    const rgb = Number.parseInt(hex.slice(6 * i, 6 * i + 6), 16)
    rgba.set([rgb >> 16, (rgb >> 8) & 255, rgb & 255, 255], 4 * i)
  }
  return { name, label, rgba }
}

/** Maps for densities, the default first. Their lightness rises from low to high throughout. */
export const sequentialMaps: readonly ColourMap[] = [
  decode('cividis', 'Cividis', cividis),
  decode('viridis', 'Viridis', viridis),
  decode('batlow', 'Batlow', batlow),
  decode('magma', 'Magma', magma),
]

/** The map for signed fields, to be centred at zero: negative blue, positive warm. */
export const signedMap: ColourMap = decode('vik', 'Vik', vik)

/** The sequential map of that name, or the default for a name we do not have (an old preference, say). */
export function colourMap(name: string): ColourMap {
  return sequentialMaps.find((map) => map.name === name) ?? sequentialMaps[0]
}

/** CIE lightness L* (0–100) of an sRGB colour with components 0–255. */
export function lightness(red: number, green: number, blue: number): number {
  const [r, g, b] = [red, green, blue].map((c) => {
    const s = c / 255
    return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4
  })
  const y = 0.2126 * r + 0.7152 * g + 0.0722 * b
  return y <= 216 / 24389 ? (y * 24389) / 27 : 116 * Math.cbrt(y) - 16
}
