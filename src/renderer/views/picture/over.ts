const byte = (share: number): number => Math.round(255 * Math.min(1, Math.max(0, share)))

/** A colour to be laid over pixels, as their four bytes: red, green and blue in [0, 1], already times `alpha`. */
export const packed = (red: number, green: number, blue: number, alpha: number): number =>
  byte(red) | (byte(green) << 8) | (byte(blue) << 16) | (byte(alpha) << 24)

/** Lays a packed colour over a pixel of an image. */
export function layOver(pixels: Int32Array, at: number, colour: number): void {
  const below = pixels[at]
  if (below >>> 24 !== 255) {
    pixels[at] = overClear(below, colour)
    return
  }
  // Two channels at a time, each in its own 16 bits. 256 for nothing of the colour, so that the pixel stays as it is.
  const alpha = colour >>> 24
  const left = 256 - alpha - (alpha >> 7)
  const redBlue = (Math.imul(below & 0xff00ff, left) >>> 8) & 0xff00ff
  const green = (Math.imul((below >>> 8) & 0xff, left) >>> 8) << 8
  pixels[at] = 0xff000000 | (redBlue + green + (colour & 0xffffff))
}

/** Over a pixel that is not opaque; an image's pixels are not times their alpha. */
function overClear(below: number, colour: number): number {
  const alpha = (colour >>> 24) / 255
  const rest = (1 - alpha) * ((below >>> 24) / 255)
  const all = alpha + rest
  if (all === 0) return 0
  const channel = (shift: number): number =>
    (((colour >>> shift) & 255) + rest * ((below >>> shift) & 255)) / (255 * all)
  return packed(channel(0), channel(8), channel(16), all)
}
