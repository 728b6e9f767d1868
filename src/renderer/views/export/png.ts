import type { Exportable } from './exportable'

/** Browsers refuse canvases beyond this many pixels along a side. */
export const MOST_PIXELS = 16_384

/** The picture as a PNG file with `scale` pixels per CSS pixel. */
export async function pngOf(
  picture: Exportable,
  scale: number,
  transparent: boolean,
): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(picture.width * scale)
  canvas.height = Math.round(picture.height * scale)
  const most = Math.max(canvas.width, canvas.height)
  if (most > MOST_PIXELS) {
    throw new Error(
      `The picture would have ${String(most)} pixels along a side, expected at most ${String(MOST_PIXELS)}. Choose a smaller size.`,
    )
  }
  const context = canvas.getContext('2d', { willReadFrequently: true })!
  picture.draw(context, canvas.width / picture.width, transparent)
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, 'image/png')
  })
  canvas.width = canvas.height = 0
  if (blob === null) throw new Error('The window has no memory for a picture of this size. Choose a smaller one.')
  return new Uint8Array(await blob.arrayBuffer())
}
