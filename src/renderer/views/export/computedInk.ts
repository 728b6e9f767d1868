import type { Ink } from './marks'

const known = new Map<string, Ink>()
let pixel: CanvasRenderingContext2D | null = null

/** Any CSS colour as an ink, by painting a pixel with it; null of what paints nothing. */
export function computedInk(colour: string, opacity = 1): Ink | null {
  if (colour === '' || colour === 'none') return null
  const [r, g, b, alpha] = known.get(colour) ?? read(colour)
  return alpha * opacity === 0 ? null : [r, g, b, alpha * opacity]
}

function read(colour: string): Ink {
  pixel ??= new OffscreenCanvas(1, 1).getContext('2d', {
    willReadFrequently: true,
  }) as unknown as CanvasRenderingContext2D
  pixel.clearRect(0, 0, 1, 1)
  pixel.fillStyle = colour
  pixel.fillRect(0, 0, 1, 1)
  const [r, g, b, a] = pixel.getImageData(0, 0, 1, 1).data
  const ink: Ink = [r, g, b, Math.round((1000 * a) / 255) / 1000]
  known.set(colour, ink)
  return ink
}
